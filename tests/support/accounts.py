"""People of the site: accounts for a test, browsers that fill in forms, and their mail."""

import email
import email.policy
import html
import itertools
import os
import re
from pathlib import Path

from callboard_dev.service import wait_until
from clients import Client
from holders import connected

PASSWORD = "correct horse battery"

_numbers = itertools.count(1)


def fresh_name(stem: str = "user") -> str:
    """A user name that nobody has yet on this stack."""
    return f"{stem}{os.getpid() % 10000}x{next(_numbers)}"


class Browser(Client):
    """A client that brings a page's CSRF token along with each form."""

    def submit(self, path: str, fields: dict | None = None, page: str | None = None, **options):
        """POSTs a form as it stands on `page` (default: the path itself)."""
        shown = self.get(page or path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
        assert token, f"{page or path}: {shown.status_code}, no form"
        return self.post(path, data={**(fields or {}), "csrf_token": html.unescape(token[1])}, **options)

    def sign_in(self, name: str, password: str = PASSWORD):
        answer = self.submit("/login", {"email": name, "password": password})
        assert answer.status_code == 303, answer.text
        return answer


def register(site: dict, name: str | None = None, address: str | None = None) -> str:
    """Makes an account with PASSWORD by the JSON side; returns its user name."""
    name = name or fresh_name()
    with Client(site["base_url"]) as client:
        fields = {"username": name, "password": PASSWORD, **({"email": address} if address else {})}
        answer = client.post("/register", json=fields)
    assert answer.status_code == 201, answer.text
    return name


def user_id(stack, name: str) -> int:
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(f"SELECT id FROM accounts_users WHERE name = {placeholder}", [name])
        return cursor.fetchone()[0]


def add_admin(stack, name: str | None = None) -> str:
    """An administrator, made in the database: there may be none yet who could make one."""
    name = register(stack.site, name or fresh_name("admin"))
    with connected(stack) as (connection, placeholder):
        connection.cursor().execute(
            f"INSERT INTO accounts_roles (user_id, role) VALUES ({placeholder}, 'admin')", [user_id(stack, name)])
    return name


def token_of(site: dict, name: str, password: str = PASSWORD) -> str:
    with Client(site["base_url"]) as client:
        answer = client.post("/login", json={"username": name, "password": password})
    assert answer.status_code == 200, answer.text
    return answer.json()["token"]


def bearer(site: dict, token: str) -> Client:
    client = Client(site["base_url"])
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def mails_to(site: dict, address: str) -> list[str]:
    """The plain texts of the mails to an address, the oldest first."""
    found = []
    for file in sorted(Path(site["mail_dir"]).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if message["To"] and address.lower() in message["To"].lower():
            found.append(message.get_body(("plain",)).get_content())
    return found


def wait_for_mails(site: dict, address: str, count: int = 1, seconds: float = 30) -> list[str]:
    wait_until(lambda: len(mails_to(site, address)) >= count, seconds, 0.1)
    mails = mails_to(site, address)
    assert len(mails) >= count, f"{len(mails)} mails to {address} after {seconds} s"
    return mails
