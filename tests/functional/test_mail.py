"""Mail from a request to the recipient: as a file, and over a real SMTP server."""

import email
import email.policy
import time
from pathlib import Path

import pytest

from callboard_dev.service import wait_until
from clients import Client
from smtp import serving


def parsed(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


def ask_for_mail(client: Client, to: str) -> None:
    assert client.post("/probe/mail", json={"to": to}).status_code == 202


def test_a_mail_becomes_one_file(web, site):
    to = f"reader{time.monotonic_ns()}@example.org"
    ask_for_mail(web, to)

    def files() -> list[Path]:
        return [file for file in Path(site["mail_dir"]).glob("*.eml") if to.encode() in file.read_bytes()]

    assert wait_until(lambda: files(), 10)
    message = parsed(files()[0].read_bytes())
    assert message["To"] == to and message["Message-ID"] and message["Auto-Submitted"] == "auto-generated"
    assert "A line for Анна." in message.get_body().get_content()
    assert len(files()) == 1


def test_an_address_that_is_none_is_400_and_nothing_is_sent(web, site):
    before = len(list(Path(site["mail_dir"]).glob("*.eml")))
    for to in ("", "nobody", "a@b\r\nBcc: c@d", "a b@example.org"):
        assert web.post("/probe/mail", json={"to": to}).status_code == 400, to
    assert len(list(Path(site["mail_dir"]).glob("*.eml"))) == before


class Inbox:
    """Takes mails once `open`; before it puts everybody off."""

    def __init__(self):
        self.open = False
        self.put_off = 0
        self.messages = []

    async def handle_DATA(self, _server, _session, envelope):
        if not self.open:
            self.put_off += 1
            return "451 later"
        self.messages.append((envelope.rcpt_tos, parsed(envelope.content)))
        return "250 taken"


@pytest.fixture
def inbox():
    with serving(Inbox()) as handler:
        yield handler


def test_smtp_delivers_and_the_outbox_survives_a_restart(start_stack, inbox):
    stack = start_stack(overrides=["mail.transport=smtp", f"mail.url={inbox.url}", "mail.starttls=never"])
    with Client(stack.base_url) as client:
        inbox.open = True
        ask_for_mail(client, "first@example.org")
        assert wait_until(lambda: inbox.messages, 15)
        inbox.open = False
        ask_for_mail(client, "second@example.org")
        assert wait_until(lambda: inbox.put_off, 15)

    assert [to for to, _ in inbox.messages] == [["first@example.org"]]
