"""Somebody who uses the site through its forms, and an authenticator app."""

import base64
import hmac
import re
import struct
import time
import uuid

CSRF = re.compile(r'name="csrf_token" value="([^"]*)"')
PASSWORD = "correct horse battery staple"


def totp(secret: str, step: int) -> str:
    """RFC 6238, on our own: six digits of the step (time.time() // 30)."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06}"


def this_step() -> int:
    return int(time.time() // 30)


def submit(client, page: str, action: str | None = None, **fields):
    """Opens a page for its token and sends its form."""
    token = CSRF.search(client.get(page).text)
    assert token, page
    return client.post(action or page, data={"csrf_token": token[1], **fields})


def new_name() -> str:
    return "u" + uuid.uuid4().hex[:12]


class Person:
    """An account of its own, made with the site's form."""

    def __init__(self, client, name: str | None = None):
        self.client = client
        self.name = name or new_name()
        answer = submit(client, "/register", username=self.name, email=f"{self.name}@mail.example",
                        password1=PASSWORD, password2=PASSWORD)
        assert answer.status_code == 303, answer.text

    def sign_in(self, **fields):
        return submit(self.client, "/login", email=self.name, password=PASSWORD, **fields)
