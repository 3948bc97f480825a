"""What goes by mail: the way back to an account, and the proof that an address is one's own."""

import email
import email.policy

import pytest

from callboard_dev.service import wait_until
from conftest import ENGINES
from people import Account, Person, flashes, fresh_account, links_in, mailed_links, mails_to, text_of
from smtp import serving

SENT = "If there is an account with this address, a link is on its way to it. It is good for an hour."
NEW = "eleven purple trombones"


@pytest.fixture
def person(site):
    with Person(site["base_url"]) as made:
        yield made


@pytest.fixture
def other(site):
    with Person(site["base_url"]) as made:
        yield made


def new_password(person: Person, link: str, password: str = NEW):
    return person.submit(link, new_password1=password, new_password2=password)


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(site, person, other):
    account = other.joined()
    asked = person.submit("/password/reset", email=account.email)
    assert (asked.status_code, asked.headers["Location"]) == (303, "/login")
    assert flashes(person.get("/login")) == [SENT]
    [link] = mailed_links(site, account.email, "/password/reset")

    page = person.get(link)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] in ("no-referrer", "same-origin") and "no-store" in page.headers["Cache-Control"]
    assert new_password(person, link, "short").status_code == 422
    done = new_password(person, link)
    assert (done.status_code, done.headers["Location"]) == (303, "/login")

    assert not other.is_signed_in()
    assert person.sign_in(account).status_code == 422
    assert person.sign_in(Account(account.name, account.email, NEW)).status_code == 303
    assert person.get(link).status_code == 404
    assert new_password(person, link, "a third one, please").status_code == 404
    assert wait_until(lambda: any("password was reset" in mail["Subject"] for mail in mails_to(site, account.email)), 20)


def test_a_newer_link_makes_the_older_one_dead(site, person):
    account = fresh_account()
    person.register(account)
    person.submit("/password/reset", email=account.email)
    mailed_links(site, account.email, "/password/reset")
    person.submit("/password/reset", email=account.email.upper())
    first, second = mailed_links(site, account.email, "/password/reset", 2)

    assert person.get(first).status_code == 404 and new_password(person, first).status_code == 404
    assert new_password(person, second).status_code == 303


def test_a_changed_password_makes_a_link_dead(site, person):
    account = person.joined()
    person.submit("/password/reset", email=account.email)
    [link] = mailed_links(site, account.email, "/password/reset")
    person.submit("/password/change", old_password=account.password, new_password1=NEW, new_password2=NEW)
    assert new_password(person, link, "a third one, please").status_code == 404


def test_the_answer_tells_nobody_which_addresses_are_known(site, person):
    known, unknown = fresh_account(), fresh_account()
    person.register(known)
    person.get("/login")
    answers = []
    for account in (unknown, known):
        answer = person.submit("/password/reset", email=account.email)
        shown = person.get("/login")
        answers.append((answer.status_code, answer.headers["Location"], answer.content, flashes(shown), text_of(shown)))

    assert answers[0] == answers[1] and answers[0][3] == [SENT]
    mailed_links(site, known.email, "/password/reset")  # asked for later, and here already
    assert mails_to(site, unknown.email) == []


@pytest.mark.parametrize("token", ["x", "A" * 43, "%27%20OR%201=1", "x" * 3000])
def test_a_link_that_was_never_mailed_leads_nowhere(person, token):
    assert person.get(f"/password/reset/{token}").status_code == 404
    assert new_password(person, f"/password/reset/{token}").status_code == 404


def test_an_address_is_confirmed_by_a_link_that_works_once(site, person):
    account = person.joined()
    [link] = mailed_links(site, account.email, "/email/verify")
    # Mail scanners open links: only the button counts.
    assert person.get(link).status_code == 200

    confirmed = person.submit(link)
    assert (confirmed.status_code, confirmed.headers["Location"]) == (303, "/profile")
    assert flashes(person.get("/account/journal")) == ["Your e-mail address is confirmed."]
    person.submit(link)
    page = person.get("/account/journal")
    assert flashes(page) == ["This link is used up or has expired."]
    assert text_of(page).count("The e-mail address was confirmed") == 1


def test_the_link_to_confirm_can_be_had_again(site, person):
    account = person.joined()
    [first] = mailed_links(site, account.email, "/email/verify")
    person.submit("/email/verify")
    second = mailed_links(site, account.email, "/email/verify", 2)[1]
    person.get("/")
    person.submit(first)
    assert flashes(person.get("/")) == ["This link is used up or has expired."]
    person.submit(second)
    assert flashes(person.get("/")) == ["Your e-mail address is confirmed."]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unconfirmed_address_signs_in_only_where_the_configuration_says_so(start_stack, engine):
    stack = start_stack(database=engine, overrides=["plugins.accounts.require_verified_email=true"])
    with Person(stack.base_url) as person:
        account = fresh_account()
        person.register(account)
        person.get("/login")
        refused = person.sign_in(account)
        assert refused.status_code == 422
        assert flashes(refused) == ["Confirm your e-mail address first: open the link that was sent to you."]
        assert person.submit("/login", email=account.name, password="not this one").status_code == 422
        assert not person.is_signed_in()

        [link] = mailed_links(stack.site, account.email, "/email/verify")
        person.submit(link)
        assert person.sign_in(account).status_code == 303 and person.is_signed_in()


class Inbox:
    """What a real SMTP server was given."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, _server, _session, envelope):
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"

    def links(self, path: str) -> list[str]:
        return [link for message in self.messages for link in links_in(message, path)]


@pytest.fixture
def inbox():
    with serving(Inbox()) as handler:
        yield handler


@pytest.mark.parametrize("engine", ENGINES)
def test_a_password_is_reset_by_a_mail_that_went_over_smtp(start_stack, inbox, engine):
    stack = start_stack(database=engine,
                        overrides=["mail.transport=smtp", f"mail.url={inbox.url}", "mail.starttls=never"])
    with Person(stack.base_url) as person:
        account = fresh_account()
        person.register(account)
        person.submit("/password/reset", email=account.email)
        assert wait_until(lambda: inbox.links("/password/reset"), 30)
        assert new_password(person, inbox.links("/password/reset")[0]).status_code == 303
        assert person.sign_in(Account(account.name, account.email, NEW)).status_code == 303
        assert {message["To"] for message in inbox.messages} == {account.email}
