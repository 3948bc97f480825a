"""What no form expects: the page says what is wrong, nothing is stored, and nothing breaks."""

import pytest

from holders import count
from people import Person, flashes, fresh_account

LONG = "y" * 5000
CONTROL = "a\x01b\x7fc\u202ed"


@pytest.fixture
def person(site):
    with Person(site["base_url"]) as made:
        made.token()
        yield made


def registration(account, **changed) -> dict[str, str]:
    return {"username": account.name, "email": account.email, "password1": account.password,
            "password2": account.password, **changed}


def is_explained(answer) -> bool:
    """A refusal with a message for a person."""
    return 400 <= answer.status_code < 500 and ("alert" in answer.text or "<h1>" in answer.text)


@pytest.mark.parametrize("value", [LONG, CONTROL, "😀😀😀😀😀", "Annа", "a" * 400 + "@mail.example", "a@b@c.example",
                                   "<b>bold</b>", "x'; DROP TABLE accounts_users; --", "\u00a0\u2003", "\ufeffuser"])
@pytest.mark.parametrize("field", ["username", "email"])
def test_a_name_or_an_address_that_is_none_is_refused(person, stack, field, value):
    before = count(stack, "accounts_users")
    answer = person.submit("/register", registration(fresh_account(), **{field: value}))
    assert answer.status_code == 422 and flashes(answer) == ["Invalid credentials. Try again"]
    assert "<b>bold</b>" not in answer.text
    assert count(stack, "accounts_users") == before


@pytest.mark.parametrize("value", [LONG, "\x01\x02\x03\x04\x05\x06\x07\x08"])
def test_a_password_that_is_none_is_refused(person, stack, value):
    before = count(stack, "accounts_users")
    answer = person.submit("/register", registration(fresh_account(), password1=value, password2=value))
    assert answer.status_code == 422, answer.status_code
    assert count(stack, "accounts_users") == before


def test_a_password_may_hold_any_letters_there_are(person):
    account = fresh_account()
    account.password = "шесть 😀 зонтиков ß ﷺ"
    assert person.register(account).status_code == 303
    assert person.sign_in(account).status_code == 303


@pytest.mark.parametrize("path, fields", [
    ("/login", {"email": LONG, "password": LONG}),
    ("/login", {"email": CONTROL, "password": CONTROL}),
    ("/login", {"email": "😀@😀.example", "password": "😀"}),
    ("/login", {}),
    ("/password/reset", {"email": LONG}),
    ("/password/reset", {"email": CONTROL}),
    ("/password/reset", {}),
    ("/register", {}),
])
def test_rubbish_in_any_form_is_explained(person, path, fields):
    assert is_explained(person.submit(path, fields))


@pytest.mark.parametrize("path", ["/login", "/register", "/password/reset"])
def test_a_nul_or_no_text_at_all_is_400(person, path):
    for raw in ("email=a%00b", "email=%ff%fe", "email=%zz"):
        answer = person.post(path, data=f"csrf_token={person.token()}&{raw}",
                             headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status_code in (400, 422) and is_explained(answer), (raw, answer.status_code)


def test_a_field_that_comes_twice_is_refused(person, stack):
    one, other = fresh_account(), fresh_account()
    before = count(stack, "accounts_users")
    for field, value in registration(other).items():
        answer = person.submit("/register", [*registration(one).items(), (field, value)])
        assert is_explained(answer), (field, answer.status_code)
    assert count(stack, "accounts_users") == before

    person.register(one)
    for twice in (("email", other.name), ("password", "not this one")):
        answer = person.submit("/login", [("email", one.name), ("password", one.password), twice])
        assert is_explained(answer), (twice, answer.status_code)
    assert not person.is_signed_in()


@pytest.mark.parametrize("fields", [200, 5000])
def test_a_form_of_very_many_fields_is_refused_or_overlooked(person, fields):
    many = [(f"field{number}", "x") for number in range(fields)]
    answer = person.submit("/login", [*many, ("email", fresh_account().name), ("password", "not this one")])
    assert is_explained(answer)


def test_a_body_of_another_type_is_explained(person):
    for path in ("/login", "/register", "/password/reset"):
        answer = person.post(path, data="<xml/>", headers={"Content-Type": "text/xml", "X-CSRF-Token": person.token()})
        assert is_explained(answer), (path, answer.status_code)


@pytest.mark.parametrize("cookie", ["x", "' OR 1=1 --", "A" * 43, "A" * 4000, "%00", "\\"])
def test_a_rubbish_cookie_is_nobodys(person, cookie):
    answer = person.get("/account/sessions", headers={"Cookie": f"session={cookie}"})
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/login")


def test_two_letters_that_look_alike_are_no_second_name(person):
    account = fresh_account()
    account.name = "сосо" + account.name[1:].replace("x", "")  # Cyrillic
    assert person.register(account).status_code == 303
    twin = fresh_account()
    twin.name = "coco" + account.name[4:]  # Latin
    assert person.register(twin).status_code == 422
