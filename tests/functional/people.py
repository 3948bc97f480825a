"""People with accounts, as browsers show them to the site: forms with their token, flashes, links that were mailed."""

import email
import email.policy
import html
import itertools
import os
import re
from dataclasses import dataclass
from pathlib import Path

import requests

from callboard_dev.service import wait_until
from clients import Client

PASSWORD = "seven yellow parasols"
_numbers = itertools.count(1)


@dataclass
class Account:
    name: str
    email: str
    password: str = PASSWORD


def fresh_account() -> Account:
    """Nobody has it yet, whatever ran before on this stack."""
    name = f"p{os.getpid() % 100000}x{next(_numbers)}"
    return Account(name, f"{name}@mail.example")


def flashes(answer: requests.Response) -> list[str]:
    """What the page says on top; an alert without a text is there for a script to fill."""
    return [html.unescape(text) for text in re.findall(r'class="alert[^>]*>([^<]+)</div>', answer.text)]


def faults(answer: requests.Response) -> dict[str, str]:
    """What the page says next to its fields."""
    return {name: html.unescape(text)
            for name, text in re.findall(r'class="invalid-feedback" id="(\w+)_fault">([^<]*)</div>', answer.text)}


def text_of(answer: requests.Response) -> str:
    """What a reader of the page reads, with single blanks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


class Person(Client):
    """Somebody's browser."""

    def __init__(self, url: str, agent: str | None = None, **options):
        super().__init__(url, **options)
        self.csrf_token = ""
        if agent:
            self.headers["User-Agent"] = agent

    def token(self) -> str:
        """Good for all forms of this browser. Asked for once, since each page shows the flashes that wait."""
        if not self.csrf_token:
            self.csrf_token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/").text)[1]
        return self.csrf_token

    def submit(self, path: str, fields=None, **more) -> requests.Response:
        """Sends a form with its token. `fields` may be pairs, for what comes twice."""
        given = list(fields.items()) if isinstance(fields, dict) else list(fields or [])
        return self.post(path, data=[("csrf_token", self.token()), *given, *more.items()])

    def register(self, account: Account) -> requests.Response:
        return self.submit("/register", username=account.name, email=account.email, password1=account.password,
                           password2=account.password)

    def sign_in(self, account: Account, **more) -> requests.Response:
        return self.submit("/login", email=account.name, password=account.password, **more)

    def is_signed_in(self) -> bool:
        return self.get("/account/sessions").status_code == 200

    def joined(self) -> Account:
        """A new account of this browser's, signed in."""
        account = fresh_account()
        assert self.register(account).status_code == 303
        self.get("/login")  # shows the flash of the registration
        assert self.sign_in(account).status_code == 303
        return account


def mails_to(site: dict, address: str) -> list[email.message.EmailMessage]:
    """Those of the mail folder, the oldest first."""
    files = sorted(Path(site["mail_dir"]).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    found = [email.message_from_bytes(content, policy=email.policy.default)
             for content in (file.read_bytes() for file in files) if address.encode() in content]
    return [message for message in found if message["To"] == address]


def links_in(message, path: str) -> list[str]:
    """The paths of the links to `path` and below."""
    return re.findall(rf"https?://[^/\s]+({re.escape(path)}/[\w-]+)", message.get_body().get_content())


def mailed_links(site: dict, address: str, path: str, count: int = 1) -> list[str]:
    """Waits until so many mails with such a link have come."""
    def found() -> list[str]:
        return [link for message in mails_to(site, address) for link in links_in(message, path)]

    assert wait_until(lambda: len(found()) >= count, 20, 0.1), f"no mail to {address} with {path}"
    return found()
