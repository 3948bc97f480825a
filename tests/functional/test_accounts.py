"""A person's way through the account pages, as a browser goes it."""

import html
import json
from urllib.parse import unquote

import pytest

from clients import Answer, exchange
from conftest import PRESET
from people import Account, Person, faults, flashes, fresh_account, text_of
from russian import russian


@pytest.fixture
def person(site):
    with Person(site["base_url"]) as made:
        yield made


@pytest.fixture
def other(site):
    with Person(site["base_url"]) as made:
        yield made


def cookies_of(answer) -> dict[str, str]:
    """The attributes of the cookies that it sets, in lower case, by their names."""
    return {line.partition("=")[0]: line.partition(";")[2].lower()
            for line in answer.raw.headers.getlist("Set-Cookie")}


def test_the_whole_way_from_registration_to_signing_out(person):
    account = fresh_account()

    registered = person.register(account)
    assert (registered.status_code, registered.headers["Location"]) == (303, "/login")
    assert flashes(person.get("/login")) == ["Your account is ready. Sign in."]

    signed_in = person.sign_in(account)
    assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/profile")
    assert account.name in text_of(person.get("/"))

    page = person.get("/password/change")
    assert page.status_code == 200
    for label in ("Old password", "New Password", "New Password (Again)"):
        assert f">{label}</label>" in page.text
    changed = person.submit("/password/change", old_password=account.password, new_password1="eleven purple trombones",
                            new_password2="eleven purple trombones")
    assert (changed.status_code, changed.headers["Location"]) == (303, "/password/change/done")
    done = person.get("/password/change/done")
    assert "Congrats. Your password was changed." in text_of(done) and 'href="/profile"' in done.text

    asked = person.get("/logout")
    assert "Are you sure you want to logout?" in text_of(asked) and ">LogOut</button>" in asked.text
    assert person.is_signed_in()
    ended = person.submit("/logout")
    assert (ended.status_code, ended.headers["Location"]) == (303, "/login")
    assert not person.is_signed_in()

    assert person.sign_in(account).status_code == 422
    assert person.sign_in(Account(account.name, account.email, "eleven purple trombones")).status_code == 303


def test_one_signs_in_by_name_or_address_in_any_case(person):
    account = fresh_account()
    person.register(account)
    for login in (account.name, account.email, account.name.upper(), account.email.upper()):
        assert person.submit("/login", email=login, password=account.password).status_code == 303, login
        person.submit("/logout")


@pytest.mark.parametrize("field, value, fault", [
    ("username", "ab", "A user name has 4 to 20 characters."),
    ("username", "x" * 21, "A user name has 4 to 20 characters."),
    ("username", "a name", "A user name has letters, digits, dots, hyphens and underscores, and nothing else."),
    ("email", "nobody", "This is not an e-mail address. It looks like name@example.com."),
    ("email", "", "An e-mail address is needed."),
    ("password2", "another one entirely", "The two passwords differ."),
])
def test_a_registration_that_does_not_hold_is_shown_again_with_what_was_typed(person, field, value, fault):
    account = fresh_account()
    fields = {"username": account.name, "email": account.email, "password1": account.password,
              "password2": account.password, field: value}
    answer = person.submit("/register", fields)

    assert answer.status_code == 422
    assert flashes(answer) == ["Invalid credentials. Try again"]
    assert faults(answer)[field] == fault
    for kept in ("username", "email"):
        assert f'value="{html.escape(fields[kept])}"' in answer.text
    assert account.password not in answer.text and fields["password2"] not in answer.text
    assert person.sign_in(account).status_code == 422


@pytest.mark.parametrize("password", ["short", "password", "12345678", "qwertyuiop", "x" * 129])
def test_a_password_that_others_would_guess_is_refused(person, password):
    account = fresh_account()
    answer = person.register(Account(account.name, account.email, password))
    assert answer.status_code == 422 and "password1" in faults(answer)
    assert f'value="{password}"' not in answer.text


def test_a_name_or_an_address_that_is_taken_is_said_at_its_field(person):
    first, second = fresh_account(), fresh_account()
    person.register(first)

    answer = person.register(Account(first.name.upper(), second.email))
    assert answer.status_code == 422 and faults(answer) == {"username": "This user name is taken."}
    answer = person.register(Account(second.name, first.email.upper()))
    assert answer.status_code == 422
    assert faults(answer) == {"email": "There is an account with this address already."}
    assert person.sign_in(second).status_code == 422


def test_wrong_credentials_are_answered_alike_whether_the_name_is_known_or_not(person):
    account = fresh_account()
    person.register(account)
    person.get("/login")  # shows the flash of the registration
    known = person.submit("/login", email=account.name, password="not this one")
    unknown = person.submit("/login", email=fresh_account().name, password="not this one")

    for answer in (known, unknown):
        assert answer.status_code == 422
        assert flashes(answer) == ["Invalid credentials. Try again"]
        assert "not this one" not in answer.text
    assert f'value="{account.name}"' in known.text
    assert text_of(known) == text_of(unknown)


@pytest.mark.parametrize("path", ["/register", "/login", "/password/reset"])
def test_a_form_without_its_token_has_no_effect(person, path):
    account = fresh_account()
    answer = person.post(path, data={"username": account.name, "email": account.email, "password": account.password,
                                     "password1": account.password, "password2": account.password})
    assert answer.status_code == 403
    assert person.sign_in(account).status_code == 422


@pytest.mark.parametrize("path", ["/logout", "/password/change", "/account/sessions/revoke"])
def test_a_form_of_somebody_signed_in_needs_its_token_too(person, path):
    account = person.joined()
    answer = person.post(path, data={"others": "1", "old_password": account.password, "new_password1": "a quite new one",
                                     "new_password2": "a quite new one"})
    assert answer.status_code == 403
    assert person.is_signed_in()
    assert person.sign_in(account).status_code == 303


@pytest.mark.parametrize("path", ["/account/sessions", "/account/journal", "/password/change", "/logout"])
def test_a_page_that_needs_a_sign_in_leads_there_and_back(person, path):
    asked = person.get(path)
    assert asked.status_code == 303
    assert unquote(asked.headers["Location"]) == f"/login?next={path}"
    assert path in person.get(asked.headers["Location"]).text
    assert person.get(path, headers={"Accept": "application/json"}).status_code == 401

    account = fresh_account()
    person.register(account)
    assert person.sign_in(account, next=path).headers["Location"] == path


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example",
                                    "javascript:alert(1)", "profile", "/\t/elsewhere.example", "x" * 5000])
def test_one_is_never_sent_to_another_site(person, target):
    account = fresh_account()
    person.register(account)
    assert target not in person.get("/login", params={"next": target}).text
    assert person.sign_in(account, next=target).headers["Location"] == "/profile"


def test_the_sessions_cookie_is_as_strict_as_the_connection_allows(site, person):
    account = fresh_account()
    person.register(account)
    plain = cookies_of(person.sign_in(account))["session"]
    assert "httponly" in plain and "samesite=lax" in plain and "secure" not in plain and "max-age" not in plain

    with Person(site["https_url"], verify=site["ca_file"]) as secure:
        answer = secure.sign_in(account)
        cookie = cookies_of(answer)["__Host-session"]
        for attribute in ("httponly", "samesite=lax", "secure", "path=/"):
            assert attribute in cookie, cookie
        assert "domain" not in cookie and "max-age" not in cookie
        assert secure.is_signed_in()


def test_who_wants_to_be_remembered_keeps_the_cookie(person):
    account = fresh_account()
    person.register(account)
    assert "max-age=15552000" in cookies_of(person.sign_in(account, remember="1"))["session"]


def test_a_sign_in_takes_a_fresh_session_whatever_the_browser_sent(person):
    account = fresh_account()
    person.register(account)
    person.cookies.set("session", "A" * 43)
    answer = person.sign_in(account)
    assert not any("A" * 43 in line for line in answer.raw.headers.getlist("Set-Cookie"))


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(person, other):
    account = person.joined()
    other.sign_in(account)
    before = person.cookies["session"]
    person.submit("/password/change", old_password=account.password, new_password1="eleven purple trombones",
                  new_password2="eleven purple trombones")

    assert person.is_signed_in() and not other.is_signed_in()
    assert person.cookies["session"] != before


@pytest.mark.parametrize("fields, field", [
    ({"old_password": "not this one"}, "old_password"),
    ({"new_password2": "something else"}, "new_password2"),
    ({"new_password1": "short", "new_password2": "short"}, "new_password1"),
    ({}, "new_password1"),
])
def test_a_password_change_that_does_not_hold_stays_and_changes_nothing(person, fields, field):
    account = person.joined()
    new = "eleven purple trombones" if fields else account.password
    answer = person.submit("/password/change", {"old_password": account.password, "new_password1": new,
                                                "new_password2": new, **fields})
    assert answer.status_code == 422
    assert list(faults(answer)) == [field]
    assert flashes(answer) == ["The password was not changed."]
    assert account.password not in answer.text and "trombones" not in answer.text
    person.submit("/logout")
    assert person.sign_in(account).status_code == 303


def test_the_pages_speak_russian_to_who_reads_it(person):
    page = person.get("/login", headers={"Accept-Language": "ru"})
    assert '<html lang="ru">' in page.text and f">{russian('Password', PRESET)}</label>" in page.text
    answer = person.post("/login", data={"csrf_token": person.token(), "email": fresh_account().name, "password": "x"},
                         headers={"Accept-Language": "ru"})
    assert answer.status_code == 422
    assert flashes(answer) == [russian("Invalid credentials. Try again", PRESET)]


def test_what_is_private_is_in_no_cache_and_no_log(site, stack, person):
    account = person.joined()
    for path in ("/account/sessions", "/account/journal", "/password/change"):
        assert "no-store" in person.get(path).headers["Cache-Control"], path
    log = stack.host.log.read_text()
    for secret in (account.password, account.email, person.cookies["session"]):
        assert secret not in log


def test_the_demonstrations_accounts_can_sign_in(site, person):
    assert set(site["accounts"]) >= {"admin", "teacher", "student", "student2"}
    for told in site["accounts"].values():
        account = Account(told["username"], told["email"], told["password"])
        assert person.sign_in(account).status_code == 303, told["username"]
        person.submit("/logout")


def test_another_method_on_these_pages_is_405(site):
    for path in ("/login", "/logout", "/account/sessions/revoke"):
        raw = exchange(site["base_url"], f"BREW {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert Answer.parse(raw).status == 405, path
    answer = exchange(site["base_url"], b"GET /account/sessions/revoke HTTP/1.1\r\nHost: localhost\r\n"
                                        b"Accept: application/json\r\nConnection: close\r\n\r\n")
    assert Answer.parse(answer).headers["allow"] == "POST, OPTIONS"
    assert "message" in json.loads(Answer.parse(answer).body)
