"""Guessing passwords: slowed soon, whichever of the account's names is used, and it teaches nothing."""

import itertools
import statistics
import time

import pytest

from people import Person, flashes, fresh_account


@pytest.fixture
def person(site):
    with Person(site["base_url"]) as made:
        yield made


def test_wrong_passwords_are_slowed_but_not_the_first_three(person):
    account = fresh_account()
    person.register(account)
    person.get("/login")
    names = itertools.cycle([account.name, account.email, account.name.upper()])
    answers = [person.submit("/login", email=next(names), password=f"a wrong guess {number}") for number in range(25)]

    assert [answer.status_code for answer in answers[:3]] == [422, 422, 422]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and {answer.status_code for answer in answers} == {422, 429}
    assert answers[-1].status_code == 429
    for answer in refused:
        assert int(answer.headers["Retry-After"]) > 0
        assert flashes(answer)[0].startswith("Too many tries. Try again in ")
    # Also the right one has to wait now, or the guessing would only seem slowed.
    assert person.sign_in(account).status_code == 429


def test_names_that_nobody_has_are_slowed_alike(person):
    name = fresh_account().name
    statuses = [person.submit("/login", email=name, password=f"a wrong guess {number}").status_code for number in range(25)]
    assert statuses[:3] == [422, 422, 422] and statuses[-1] == 429


def test_guessing_locks_nobody_out_of_a_device_that_signed_in_there_before(site, person):
    account = person.joined()
    person.submit("/logout")
    with Person(site["base_url"]) as thief:
        for number in range(12):
            last = thief.submit("/login", email=account.name, password=f"a wrong guess {number}")
    assert last.status_code == 429
    assert person.sign_in(account).status_code == 303


def test_the_limit_holds_for_all_forms_that_take_the_password(person):
    account = person.joined()
    answers = [person.submit(path, {field: f"a wrong guess {number}", "new_password1": "eleven purple trombones",
                                    "new_password2": "eleven purple trombones"})
               for number, (path, field) in zip(range(25), itertools.cycle([("/password/change", "old_password"),
                                                                            ("/login/again", "password")]))]
    assert [answer.status_code for answer in answers[:3]] == [422, 422, 422]
    assert answers[-1].status_code == 429
    assert person.is_signed_in()
    assert account.password not in answers[-1].text


def test_other_accounts_are_not_slowed(site, person):
    victim, neighbour = fresh_account(), fresh_account()
    person.register(victim), person.register(neighbour)
    for number in range(12):
        person.submit("/login", email=victim.name, password=f"a wrong guess {number}")
    with Person(site["base_url"]) as other:
        assert other.sign_in(neighbour).status_code == 303


def test_a_name_that_nobody_has_costs_the_same_time(person):
    known = [fresh_account() for _ in range(8)]
    for account in known:
        person.register(account)
    person.get("/login")

    def seconds(login: str) -> float:
        began = time.perf_counter()
        assert person.submit("/login", email=login, password="a wrong guess").status_code == 422
        return time.perf_counter() - began

    ratios = []
    for _ in range(3):  # the machine may have been busy; each account takes two of its tries a round
        pairs = [(seconds(account.name), seconds(fresh_account().name)) for account in known for _ in range(2)]
        there, nobody = (statistics.median(column) for column in zip(*pairs))
        ratios.append(there / nobody)
        if 1 / 1.35 < ratios[-1] < 1.35:
            return
    raise AssertionError(f"known names take {ratios} times as long as unknown ones")
