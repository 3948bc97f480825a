"""The rules of taking a key and bringing it back, by real requests: windows, blocks, handovers, what is overdue."""

import itertools

import pytest

from callboard_dev.service import wait_until
from holders import connected, count
from people import Person, mails_to

_numbers = itertools.count(1)


class Cupboard:
    """Rooms, keys and holders of one test, made in the database."""

    def __init__(self, stack):
        self.stack = stack
        self.name = f"RULES{next(_numbers)}"
        self.room = self.insert("rooms", name=self.name)

    def insert(self, table: str, **values) -> int:
        with connected(self.stack) as (connection, placeholder):
            cursor = connection.cursor()
            cursor.execute(f"INSERT INTO key_cabinet_{table} ({', '.join(values)}) "
                           f"VALUES ({', '.join([placeholder] * len(values))})", list(values.values()))
            return cursor.lastrowid

    def change(self, statement: str) -> None:
        with connected(self.stack) as (connection, _):
            connection.cursor().execute(statement)

    def key(self, name: str) -> tuple[str, int]:
        label = f"{self.name}-{name}"
        return label, self.insert("keys", room_id=self.room, label=label)

    def holder(self, name: str, **more) -> tuple[str, int]:
        serial = f"{self.name}-{name}"
        return serial, self.insert("holders", fullname=f"Holder {serial}", serial=serial, **more)

    def allow(self, holder: int, key: int) -> None:
        self.insert("access", holder_id=holder, key_id=key)


@pytest.fixture
def cupboard(stack):
    return Cupboard(stack)


def test_a_window_that_is_never_open_says_so_and_one_that_always_is_opens(cupboard, plain_cabinet):
    label, key = cupboard.key("A")
    serial, holder = cupboard.holder("anna")
    closed = cupboard.insert("windows", name=cupboard.name + " closed", weekdays=0, from_minute=0, until_minute=1440)
    grant = cupboard.insert("grants", holder_id=holder, room_id=cupboard.room, window_id=closed)

    answer = plain_cabinet.issue(serial, label)
    assert answer.status_code == 403 and answer.json()["access"] is False
    no_access = plain_cabinet.issue(serial, "no such key").json()["error"]
    assert answer.json()["error"] != no_access

    cupboard.change(f"UPDATE key_cabinet_windows SET weekdays = 127 WHERE id = {closed}")
    assert plain_cabinet.issue(serial, label).status_code == 200
    cupboard.change(f"DELETE FROM key_cabinet_grants WHERE id = {grant}")
    assert plain_cabinet.give_back(serial, label).status_code == 200


def test_groups_open_what_they_share(cupboard, plain_cabinet):
    label, key = cupboard.key("A")
    serial, holder = cupboard.holder("anna")
    people = cupboard.insert("holder_groups", name=cupboard.name)
    keys = cupboard.insert("key_groups", name=cupboard.name)
    cupboard.insert("grants", holder_group_id=people, key_group_id=keys)
    assert plain_cabinet.issue(serial, label).status_code == 403

    cupboard.insert("holder_group_members", group_id=people, holder_id=holder)
    cupboard.insert("key_group_keys", group_id=keys, key_id=key)
    assert plain_cabinet.issue(serial, label).status_code == 200


def test_a_blocked_holder_and_a_lost_key_take_effect_at_once(cupboard, plain_cabinet):
    label, key = cupboard.key("A")
    serial, holder = cupboard.holder("anna")
    cupboard.allow(holder, key)
    texts = set()
    for change, back in ((f"UPDATE key_cabinet_holders SET blocked = 1 WHERE id = {holder}",
                          f"UPDATE key_cabinet_holders SET blocked = 0 WHERE id = {holder}"),
                         (f"UPDATE key_cabinet_keys SET state = 'lost' WHERE id = {key}",
                          f"UPDATE key_cabinet_keys SET state = 'out_of_service' WHERE id = {key}")):
        cupboard.change(change)
        answer = plain_cabinet.issue(serial, label)
        assert answer.status_code == 403 and answer.json()["access"] is False
        texts.add(answer.json()["error"])
        cupboard.change(back)
    answer = plain_cabinet.issue(serial, label)
    assert answer.status_code == 403
    assert len(texts | {answer.json()["error"]}) == 3
    assert count(cupboard.stack, f"key_cabinet_events WHERE holder_id = {holder} AND type = 'issue_refused'") == 3


def test_a_replaced_serial_brings_back_and_takes_nothing(cupboard, plain_cabinet):
    label, key = cupboard.key("A")
    serial, holder = cupboard.holder("anna")
    cupboard.allow(holder, key)
    assert plain_cabinet.issue(serial, label).status_code == 200
    cupboard.insert("past_serials", holder_id=holder, serial=serial, until_at=1)
    cupboard.change(f"UPDATE key_cabinet_holders SET serial = '{serial}-new', blocked = 1 WHERE id = {holder}")

    assert plain_cabinet.issue(serial, label).status_code == 404
    assert plain_cabinet.give_back(serial, label).status_code == 200


def test_others_bring_back_only_where_they_may(cupboard, plain_cabinet):
    label, key = cupboard.key("A")
    serial, holder = cupboard.holder("anna")
    cupboard.allow(holder, key)
    stranger, _ = cupboard.holder("boris")
    guard, guard_id = cupboard.holder("guard", returns_for_others=1)
    plain_cabinet.issue(serial, label)

    refused = plain_cabinet.give_back(stranger, label)
    assert refused.status_code == 400 and refused.json()["access"] is False
    assert plain_cabinet.give_back(guard, label).status_code == 200
    assert count(cupboard.stack, f"key_cabinet_loans WHERE key_id = {key} AND returned_by = {guard_id}") == 1


def test_a_key_is_handed_over_once(cupboard, plain_cabinet):
    label, key = cupboard.key("A")
    giver, giver_id = cupboard.holder("anna", hands_over=1)
    receiver, receiver_id = cupboard.holder("boris")
    cupboard.allow(giver_id, key)
    plain_cabinet.issue(giver, label)
    body = {"serial": giver, "key": label, "to": receiver}

    def hand(**headers):
        return plain_cabinet.post("/cabinet/v1/handover", json=body, headers=headers)

    refused = hand()
    assert refused.status_code == 403 and refused.json()["access"] is False
    cupboard.allow(receiver_id, key)
    first = hand(**{"Idempotency-Key": cupboard.name})
    again = hand(**{"Idempotency-Key": cupboard.name})
    assert first.status_code == 200 and first.json()["access"] is True
    assert again.status_code == 200 and again.json() == first.json()
    assert hand().status_code == 400
    assert count(cupboard.stack, f"key_cabinet_loans WHERE open_key = {key} AND holder_id = {receiver_id}") == 1
    for wrong in ({**body, "to": "NOBODY"}, {**body, "serial": "NOBODY"}):
        assert plain_cabinet.post("/cabinet/v1/handover", json=wrong).status_code == 404
    assert plain_cabinet.post("/cabinet/v1/handover", json={"serial": giver, "key": label}).status_code == 400


def test_a_handover_needs_a_cabinet(web):
    assert web.post("/cabinet/v1/handover", json={"serial": "a", "key": "b", "to": "c"}).status_code == 401


def test_an_overdue_key_is_told_of_once(cupboard, site, plain_cabinet):
    with Person(site["base_url"]) as person:
        account = person.joined()
        with connected(cupboard.stack) as (connection, placeholder):
            cursor = connection.cursor()
            cursor.execute(f"SELECT id FROM accounts_users WHERE name = {placeholder}", [account.name])
            user = cursor.fetchone()[0]
    label, key = cupboard.key("A")
    serial, holder = cupboard.holder("anna", user_id=user)
    cupboard.allow(holder, key)
    cupboard.change(f"UPDATE key_cabinet_rooms SET back_after = 60 WHERE id = {cupboard.room}")
    assert plain_cabinet.issue(serial, label).status_code == 200
    assert count(cupboard.stack, f"key_cabinet_loans WHERE open_key = {key} AND due_at = taken_at + 3600000000") == 1
    cupboard.change(f"UPDATE key_cabinet_loans SET due_at = taken_at WHERE open_key = {key}")
    # It looks every 20 s: a new jobs process does so at once where the job is due.
    cupboard.change("UPDATE host_job_leases SET due_at = 0 WHERE name LIKE '%overdue_keys'")
    cupboard.stack.reload()

    def told():
        return [mail for mail in mails_to(site, account.email) if label in mail["Subject"]]

    assert wait_until(told, 90, 0.1)
    [mail] = told()
    assert label in mail.get_body().get_content()
    assert count(cupboard.stack, f"key_cabinet_loans WHERE open_key = {key} AND alarmed_at IS NOT NULL") == 1
    assert plain_cabinet.give_back(serial, label).status_code == 200
