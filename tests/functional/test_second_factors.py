"""Signing in with one-time codes and recovery codes, through the site's own forms."""

import html
import re
import xml.etree.ElementTree

import pytest

from clients import Client
from holders import connected
from account_forms import PASSWORD, Person, submit, this_step, totp

SECRET = re.compile(r'<code[^>]*id="secret">([^<]*)</code>')
SEALED = re.compile(r'name="secret" value="([^"]*)"')


def set_up(client, step: int, page: str = "/account/mfa"):
    """Types the code of `step` into the setup page. Returns the answer and the secret."""
    text = client.get(page).text
    secret = SECRET.search(text)[1]
    answer = submit_setup(client, page, text, code=totp(secret, step))
    return answer, secret


def submit_setup(client, page: str, text: str, **fields):
    token = re.search(r'name="csrf_token" value="([^"]*)"', text)[1]
    return client.post(page, data={"csrf_token": token, "secret": html.unescape(SEALED.search(text)[1]), **fields})


def recovery_codes(client, path: str = "/account/mfa/codes") -> list[str]:
    return re.findall(r"<li>([0-9a-z]{5}-[0-9a-z]{5})</li>", client.get(path).text)


def enter(client, code: str, **fields):
    return submit(client, "/login/code", code=code, **fields)


def location(client, path: str) -> str | None:
    """Where a page sends its visitor, if anywhere."""
    return client.get(path, allow_redirects=False).headers.get("Location")


def is_signed_in(client) -> bool:
    return location(client, "/account/mfa/codes") == "/account/mfa"


@pytest.fixture
def elsewhere(site):
    """Another browser."""
    with Client(site["base_url"]) as client:
        yield client


@pytest.fixture
def anna(web):
    """Somebody who is signed in."""
    person = Person(web)
    assert person.sign_in().headers["Location"] == "/profile"
    return person


@pytest.fixture
def protected(anna):
    """The same with one-time codes: the person, the secret, the step that was used, the recovery codes."""
    step = this_step()
    answer, secret = set_up(anna.client, step)
    assert answer.status_code == 303, answer.text
    assert answer.headers["Location"] == "/account/mfa/codes"
    return anna, secret, step, recovery_codes(anna.client)


def test_the_setup_page_shows_a_qr_code_and_is_kept_nowhere(anna):
    page = anna.client.get("/account/mfa")

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    drawing = xml.etree.ElementTree.fromstring(page.text[page.text.index("<svg"):page.text.index("</svg>") + 6])
    assert drawing.attrib["viewBox"].startswith("0 0 ")
    assert len(drawing.find("path").attrib["d"]) > 1000
    assert len(SECRET.search(page.text)[1].replace(" ", "")) == 32


def test_a_wrong_code_switches_nothing_on_and_keeps_the_secret(anna):
    text = anna.client.get("/account/mfa").text
    answer = submit_setup(anna.client, "/account/mfa", text, code="000000")

    assert answer.status_code == 422
    assert SECRET.search(answer.text)[1] == SECRET.search(text)[1]
    assert "not the code of this moment" in answer.text
    assert "Switch on" in anna.client.get("/account/mfa").text


def test_codes_are_shown_once(protected):
    anna, _, _, codes = protected

    assert len(codes) == len(set(codes)) == 10
    assert location(anna.client, "/account/mfa/codes") == "/account/mfa"
    assert "10 recovery codes are left" in anna.client.get("/account/mfa").text


def test_the_whole_way_in_with_a_code(protected, elsewhere):
    anna, secret, step, _ = protected
    anna.client = elsewhere

    answer = anna.sign_in(next="/account/mfa")
    assert answer.headers["Location"] == "/login/code?next=/account/mfa"
    assert not is_signed_in(elsewhere)

    page = elsewhere.get("/login/code?next=/account/mfa")
    assert page.headers["Cache-Control"] == "no-store"
    code = totp(secret, step + 1)
    answer = enter(elsewhere, f"{code[:3]} {code[3:]}", next="/account/mfa")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/mfa")
    assert "One-time codes are on" in elsewhere.get("/account/mfa").text


def test_a_used_code_and_the_one_before_it_are_refused(protected, elsewhere):
    anna, secret, step, _ = protected
    anna.client = elsewhere
    anna.sign_in()
    assert enter(elsewhere, totp(secret, step + 1)).status_code == 303

    elsewhere.cookies.clear()
    anna.sign_in()
    assert enter(elsewhere, totp(secret, step + 1)).status_code == 422
    assert enter(elsewhere, totp(secret, step)).status_code == 422
    assert not is_signed_in(elsewhere)


def test_a_recovery_code_is_good_once_however_it_is_typed(protected, elsewhere):
    anna, _, _, codes = protected
    anna.client = elsewhere
    anna.sign_in()
    assert "Recovery code" in elsewhere.get("/login/code?recovery=1").text
    assert enter(elsewhere, codes[0].replace("-", " ").upper()).status_code == 303
    assert is_signed_in(elsewhere)

    elsewhere.cookies.clear()
    anna.sign_in()
    assert enter(elsewhere, codes[0]).status_code == 422
    assert enter(elsewhere, codes[1]).status_code == 303
    assert "8 recovery codes are left" in elsewhere.get("/account/mfa").text


@pytest.mark.parametrize("wrong", ["000000", "00000-00000", "nonsense"])
def test_tries_are_bounded_and_a_right_code_does_not_get_past(protected, elsewhere, wrong):
    anna, secret, step, codes = protected
    anna.client = elsewhere
    anna.sign_in()

    statuses = [enter(elsewhere, wrong).status_code for _ in range(5)]
    assert statuses == [422] * 5
    for code in (wrong, codes[0], totp(secret, step + 1)):
        answer = enter(elsewhere, code)
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert not is_signed_in(elsewhere)


def test_a_stranger_who_guesses_does_not_lock_the_owner_out(protected, elsewhere):
    anna, _, _, codes = protected
    own = anna.client
    anna.client = elsewhere
    anna.sign_in()
    while enter(elsewhere, "000000").status_code != 429:
        pass

    for name in list(own.cookies.keys()):
        if "session" in name:
            own.cookies.pop(name)
    anna.client = own
    anna.sign_in()
    assert enter(own, codes[0]).status_code == 303


def test_without_the_password_there_is_no_second_step(web):
    assert location(web, "/login/code") == "/login"
    assert location(web, "/login/mfa") == "/login"


def test_the_password_alone_cannot_set_another_secret_up(protected, elsewhere):
    anna, _, _, _ = protected
    anna.client = elsewhere
    anna.sign_in()

    assert location(elsewhere, "/login/mfa") == "/login/code"


def test_other_sessions_end_when_codes_are_switched_on_or_off(anna, elsewhere):
    other = Client(elsewhere.url)
    assert submit(other, "/login", email=anna.name, password=PASSWORD).headers["Location"] == "/profile"
    assert is_signed_in(other)
    answer, _ = set_up(anna.client, this_step())
    assert answer.status_code == 303
    assert len(recovery_codes(anna.client)) == 10
    assert not is_signed_in(other)
    assert is_signed_in(anna.client)

    answer = submit(anna.client, "/account/mfa", "/account/mfa/off")
    assert answer.headers["Location"] == "/account/mfa"
    assert "Switch on" in anna.client.get("/account/mfa").text
    anna.client = elsewhere
    assert anna.sign_in().headers["Location"] == "/profile"


def test_new_recovery_codes_void_the_old_ones(protected, elsewhere):
    anna, _, _, old = protected
    assert submit(anna.client, "/account/mfa", "/account/mfa/codes").headers["Location"] == "/account/mfa/codes"
    new = recovery_codes(anna.client)
    assert len(new) == 10 and not set(new) & set(old)

    anna.client = elsewhere
    anna.sign_in()
    assert enter(elsewhere, old[0]).status_code == 422
    assert enter(elsewhere, new[0]).status_code == 303


def test_the_page_speaks_russian(anna):
    assert anna.client.get("/account/mfa", headers={"Accept-Language": "ru"}).headers["Content-Language"] == "ru"


def test_a_role_that_needs_it_is_led_to_set_it_up_before_a_session_exists(start_stack):
    stack = start_stack(overrides=['plugins.accounts.require_mfa=["student"]'])
    with Client(stack.site["base_url"]) as client:
        person = Person(client)
        assert person.sign_in(next="/account/mfa").headers["Location"] == "/login/mfa?next=/account/mfa"
        assert not is_signed_in(client)

        text = client.get("/login/mfa?next=/account/mfa").text
        secret = SECRET.search(text)[1]
        assert submit_setup(client, "/login/mfa", text, code="000000").status_code == 422
        assert not is_signed_in(client)

        step = this_step()
        answer = submit_setup(client, "/login/mfa", text, code=totp(secret, step), next="/account/mfa")
        assert answer.headers["Location"] == "/account/mfa/codes?next=/account/mfa"
        page = client.get("/account/mfa/codes?next=/account/mfa").text
        assert 'href="/account/mfa"' in page
        assert is_signed_in(client)

        client.cookies.clear()
        assert person.sign_in().headers["Location"] == "/login/code"
        assert enter(client, totp(secret, step + 1)).headers["Location"] == "/profile"


def test_a_program_gives_the_code_along_with_the_password(protected, elsewhere):
    anna, secret, step, codes = protected
    login = {"username": anna.name, "password": PASSWORD}

    answer = elsewhere.post("/login", json=login)
    assert (answer.status_code, answer.json()["message"]) == (401, "A one-time code is required")
    code = totp(secret, step + 1)
    assert "token" in elsewhere.post("/login", json={**login, "code": code}).json()
    assert elsewhere.post("/login", json={**login, "code": code}).status_code == 401
    assert "token" in elsewhere.post("/login", json={**login, "code": codes[0]}).json()
    statuses = [elsewhere.post("/login", json={**login, "code": "000000"}).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]


def test_an_administrator_helps_whoever_has_lost_phone_and_codes(protected, elsewhere, stack):
    anna, _, _, _ = protected
    admin = Person(elsewhere)
    with connected(stack) as (connection, _):
        connection.cursor().execute("INSERT INTO accounts_roles (user_id, role) "
                                    f"SELECT id, 'admin' FROM accounts_users WHERE name = '{admin.name}'")
        cursor = connection.cursor()
        cursor.execute(f"SELECT id FROM accounts_users WHERE name = '{anna.name}'")
        (number,) = cursor.fetchone()
    admin.sign_in()

    answer = submit(elsewhere, f"/admin/users/{number}", f"/admin/users/{number}/mfa-off")
    assert answer.headers["Location"] == f"/admin/users/{number}"
    page = elsewhere.get(f"/admin/users/{number}").text
    assert "One-time codes are off for this account" in page

    assert not is_signed_in(anna.client)
    assert anna.sign_in().headers["Location"] == "/profile"
    refused = submit(anna.client, "/profile", f"/admin/users/{number}/mfa-off")
    assert refused.status_code == 403


def test_the_export_tells_of_the_second_factor_and_no_secret(protected):
    anna, secret, _, codes = protected
    answer = anna.client.get("/account/export")

    assert answer.json()["sign_in"] == {"one_time_codes": True, "passkeys": []}
    assert secret.replace(" ", "") not in answer.text and codes[0] not in answer.text
