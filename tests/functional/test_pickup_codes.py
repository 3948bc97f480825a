"""Pickup codes: a page for people, and what they open at the cabinet."""

import re

import pytest

from clients import Client
from holders import connected, count
from people import Person
from test_key_rules import Cupboard


@pytest.fixture
def cupboard(stack):
    return Cupboard(stack)


@pytest.fixture
def person(site):
    with Person(site["base_url"]) as browser:
        browser.account = browser.joined()
        yield browser


def link(cupboard, holder: int, name: str) -> None:
    """An administrator's work: the account is this holder."""
    with connected(cupboard.stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(f"SELECT id FROM accounts_users WHERE name = {placeholder}", [name])
        user = cursor.fetchone()[0]
    cupboard.change(f"UPDATE key_cabinet_holders SET user_id = {user} WHERE id = {holder}")


def code_of(person) -> str:
    answer = person.get("/generate_code", headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"code", "expires_at"}
    return answer.json()["code"]


def test_the_page_shows_a_fresh_code_each_time(person):
    shown = set()
    for _ in range(5):
        answer = person.get("/generate_code")
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        shown.add(re.search(r'id="code">(\d{4})<', answer.text)[1])
        assert "alert-warning" in answer.text  # linked to no holder
    assert len(shown) > 1


def test_asking_for_the_head_alone_leaves_the_code_as_it_is(cupboard, person):
    code = code_of(person)
    head = person.head("/generate_code")
    assert head.status_code == 200 and "no-store" in head.headers["Cache-Control"]
    assert count(cupboard.stack, f"key_cabinet_codes WHERE code = '{code}'") == 1


def test_it_is_for_who_is_signed_in(web):
    answer = web.get("/generate_code")
    assert answer.status_code == 303 and "/login" in answer.headers["Location"]
    assert web.get("/generate_code", headers={"Accept": "application/json"}).status_code == 401


def test_a_code_opens_what_its_holder_may_open_once(cupboard, person, plain_cabinet):
    label, key = cupboard.key("A")
    other, _ = cupboard.key("B")
    _, holder = cupboard.holder("anna")
    cupboard.allow(holder, key)
    link(cupboard, holder, person.account.name)
    assert "alert-warning" not in person.get("/generate_code").text
    code = code_of(person)

    refused = plain_cabinet.post("/issue_key", json={"code": code, "key": other})
    assert refused.status_code == 403 and refused.json()["access"] is False
    issued = plain_cabinet.post("/issue_key", json={"code": code, "key": label}, headers={"Idempotency-Key": label})
    assert issued.status_code == 200 and set(issued.json()) == {"message", "access"}
    again = plain_cabinet.post("/issue_key", json={"code": code, "key": label}, headers={"Idempotency-Key": label})
    assert (again.status_code, again.json()) == (200, issued.json())
    assert count(cupboard.stack, f"key_cabinet_loans WHERE open_key = {key} AND taken_how = 'code'") == 1

    assert plain_cabinet.post("/return_key", json={"code": code_of(person), "key": label}).status_code == 200


def test_an_account_without_a_holder_opens_nothing(cupboard, person, plain_cabinet):
    label, _ = cupboard.key("A")
    answer = plain_cabinet.post("/issue_key", json={"code": code_of(person), "key": label})
    assert answer.status_code == 404 and set(answer.json()) == {"error"}


def test_a_code_of_another_form_is_a_bad_request(plain_cabinet):
    for body in ({"code": "427", "key": "101"}, {"code": 1427, "key": "101"}, {"key": "101"}, {"code": "0427"},
                 {"code": "0427", "serial": "12345ABC", "key": "101"}):
        assert plain_cabinet.post("/issue_key", json=body).status_code == 400, body


def test_guessing_is_bounded_and_serials_still_work(start_stack):
    stack = start_stack("guessing", demo=True)
    headers = {"Authorization": f"Bearer {stack.site['cabinet']['token']}"}
    with Client(stack.site["base_url"]) as cabinet:
        statuses = [cabinet.post("/issue_key", json={"code": f"{n:04}", "key": "101"}, headers=headers)
                    for n in range(12)]
        assert [answer.status_code for answer in statuses] == [404] * 10 + [429] * 2
        assert 0 < int(statuses[-1].headers["Retry-After"]) <= 60 and set(statuses[-1].json()) == {"error"}
        issued = cabinet.post("/issue_key", json={"serial": "12345ABC", "key": "101"}, headers=headers)
        assert issued.status_code == 200
