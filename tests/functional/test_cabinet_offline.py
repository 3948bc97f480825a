"""What a cabinet gets to decide alone, and what it tells afterwards: real requests to the running site."""

import json
import re
import time
from pathlib import Path

import pytest

from admin import signed_in_admin
from cabinets import client_of, enrolled, holder_hash, merged, rfc3339, verified
from clients import CabinetClient
from holders import add_holders, connected, count

MEMBERS = ("version", "made", "until")


@pytest.fixture
def hall(stack, request):
    """A cabinet of this test alone."""
    name = f"offline-{request.node.name}"[:60]
    with client_of(stack, enrolled(stack, name)) as client:
        client.name = name
        yield client
    stack.callboard("cabinet", "revoke", name)


@pytest.fixture
def anna(stack, request):
    """A holder with two keys of her own: the serial and the labels."""
    mark = f"{abs(hash(request.node.name)) % 10**8}"
    add_holders(stack, [(f"S{mark}", [f"{mark}a", f"{mark}b"])])
    return f"S{mark}", f"{mark}a", f"{mark}b"


def public_key(stack) -> Path:
    return stack.folder / "cabinet-ca/snapshot.pem"


def snapshot(stack, cabinet, tmp_path, **parameters) -> dict:
    answer = cabinet.get("/cabinet/v1/access", params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/jose"
    assert answer.headers["Cache-Control"] == "no-store"
    payload = verified(answer.text, public_key(stack), tmp_path)
    assert answer.headers["ETag"] == f'"{payload["version"]}"'
    return payload


def event(seq: int, kind: str, serial: str, key: str, ago: float = 60) -> dict:
    return {"seq": seq, "at": rfc3339(time.time() - ago), "type": kind, "serial": serial, "key": key}


def tell(cabinet, *events, **more):
    return cabinet.post("/cabinet/v1/events", json={"events": list(events), **more})


def test_a_snapshot_is_signed_and_says_who_may_take_what(stack, hall, anna, tmp_path):
    serial, first, second = anna

    payload = snapshot(stack, hall, tmp_path)

    rights = payload["profiles"][payload["holders"][holder_hash(payload, serial)]]
    assert set(rights) == {"*"} and {first, second} <= set(payload["keys"])
    assert payload["until"] - payload["made"] == 168 * 3600
    assert serial not in json.dumps(payload)


def test_an_unchanged_snapshot_is_304_and_a_changed_one_is_told_by_what_has_changed(stack, hall, anna, tmp_path):
    serial, key, _ = anna
    before = snapshot(stack, hall, tmp_path)
    tag = {"If-None-Match": f'"{before["version"]}"'}
    same = hall.get("/cabinet/v1/access", headers=tag)

    assert hall.issue(serial, key).status_code == 200
    changed = hall.get("/cabinet/v1/access", headers=tag, params={"since": before["version"]})
    patch = verified(changed.text, public_key(stack), tmp_path)
    whole = snapshot(stack, hall, tmp_path)
    hall.give_back(serial, key)

    assert same.status_code == 304 and not same.content and same.headers["ETag"] == tag["If-None-Match"]
    assert patch["since"] == before["version"] and patch["version"] > before["version"]
    assert patch["patch"]["out"] == {key: holder_hash(whole, serial)}
    content = {name: value for name, value in before.items() if name not in MEMBERS}
    assert merged(content, patch["patch"]) == {n: v for n, v in whole.items() if n not in MEMBERS}
    assert len(changed.content) < 1000


def test_a_version_that_is_not_known_gives_the_whole(stack, hall, tmp_path):
    assert "keys" in snapshot(stack, hall, tmp_path, since=999)
    assert hall.get("/cabinet/v1/access", params={"since": "x"}).status_code == 400
    assert hall.get("/cabinet/v1/access", params={"since": "-1"}).status_code == 400


def test_events_have_their_effect_once(stack, hall, anna):
    serial, key, _ = anna
    events = [event(1, "issued", serial, key, 90), event(2, "returned", serial, key, 30), event(3, "returned", serial, key)]

    answers = [tell(hall, *events) for _ in range(3)]

    assert [answer.json() for answer in answers] == [
        {"accepted": accepted, "last_seq": 3, "conflicts": [{"seq": 3, "reason": "not_out"}]} for accepted in (3, 0, 0)]
    assert count(stack, f"key_cabinet_loans l JOIN key_cabinet_keys k ON k.id = l.key_id WHERE k.label = '{key}'") == 1


def test_an_idempotency_key_gives_the_first_answer_again(hall, anna):
    serial, key, other = anna
    body = {"events": [event(1, "issued", serial, key)]}
    once = {"headers": {"Idempotency-Key": "night-1"}}

    first, again = (hall.post("/cabinet/v1/events", json=body, **once) for _ in range(2))
    another = hall.post("/cabinet/v1/events", json={"events": [event(2, "issued", serial, other)]}, **once)

    assert first.json() == again.json() == {"accepted": 1, "last_seq": 1, "conflicts": []}
    assert another.status_code == 422
    hall.give_back(serial, key)


def test_two_cabinets_that_gave_out_one_key_are_a_conflict(stack, hall, anna):
    serial, key, _ = anna
    add_holders(stack, [(f"{serial}-2", [f"{key}-2"])])
    with client_of(stack, enrolled(stack, f"{hall.name}-2"[-60:])) as stage:
        tell(hall, event(1, "issued", serial, key, 600))
        answer = tell(stage, event(1, "issued", f"{serial}-2", key, 300))
        late = tell(hall, event(2, "returned", serial, key, 400))

    assert answer.json()["conflicts"] == [{"seq": 1, "reason": "held_by_other"}]
    assert late.json()["conflicts"] == [{"seq": 2, "reason": "overtaken"}]
    assert hall.issue(serial, key).status_code == 400, "it is with the other one"
    hall.give_back(f"{serial}-2", key)


def test_a_clock_that_is_wrong_is_corrected_and_said(stack, hall, anna):
    serial, key, _ = anna
    hour = 3600
    answer = tell(hall, event(1, "issued", serial, key, 60 - hour), now=rfc3339(time.time() + hour))

    assert answer.json()["conflicts"] == [{"seq": 1, "reason": "clock"}]
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        cursor.execute("SELECT at, told_at FROM key_cabinet_device_events WHERE conflict = 'clock' ORDER BY id DESC LIMIT 1")
        at, told = cursor.fetchone()
    assert abs(told - at - hour * 1e6) < 5e6 and abs(at / 1e6 - (time.time() - 60)) < 10
    hall.give_back(serial, key)


GOOD = {"seq": 1, "at": "2026-11-21T08:00:00Z", "type": "started"}
MALFORMED = {
    "no object": "[]",
    "no JSON": "{",
    "no events": "{}",
    "no array": json.dumps({"events": {"seq": 1}}),
    "a text": json.dumps({"events": "x"}),
    "501 events": json.dumps({"events": [{**GOOD, "seq": n} for n in range(1, 502)]}),
    "an event that is a number": json.dumps({"events": [GOOD, 7]}),
    "seq 0": json.dumps({"events": [{**GOOD, "seq": 0}]}),
    "seq below 0": json.dumps({"events": [{**GOOD, "seq": -1}]}),
    "seq as text": json.dumps({"events": [{**GOOD, "seq": "1"}]}),
    "seq as fraction": json.dumps({"events": [{**GOOD, "seq": 1.5}]}),
    "seq beyond 2^53": json.dumps({"events": [{**GOOD, "seq": 2**53 + 1}]}),
    "seq beyond 2^64": '{"events": [{"seq": 99999999999999999999, "at": "2026-11-21T08:00:00Z", "type": "started"}]}',
    "no seq": json.dumps({"events": [{"at": GOOD["at"], "type": "started"}]}),
    "no at": json.dumps({"events": [{"seq": 1, "type": "started"}]}),
    "at without zone": json.dumps({"events": [{**GOOD, "at": "2026-11-21T08:00:00"}]}),
    "at in Moscow": json.dumps({"events": [{**GOOD, "at": "2026-11-21T08:00:00+03:00"}]}),
    "at on no day": json.dumps({"events": [{**GOOD, "at": "2026-02-30T08:00:00Z"}]}),
    "at as number": json.dumps({"events": [{**GOOD, "at": 1795248000}]}),
    "type with capitals": json.dumps({"events": [{**GOOD, "type": "Started"}]}),
    "type too long": json.dumps({"events": [{**GOOD, "type": "x" * 33}]}),
    "issued to nobody": json.dumps({"events": [{**GOOD, "type": "issued", "key": "101"}]}),
    "returned without key": json.dumps({"events": [{**GOOD, "type": "returned", "serial": "1"}]}),
    "blank serial": json.dumps({"events": [{**GOOD, "type": "issued", "serial": " ", "key": "101"}]}),
    "serial with a NUL": json.dumps({"events": [{**GOOD, "serial": "a\0b"}]}),
    "serial too long": json.dumps({"events": [{**GOOD, "serial": "x" * 51}]}),
    "slot as text": json.dumps({"events": [{**GOOD, "slot": "3"}]}),
    "slot below 0": json.dumps({"events": [{**GOOD, "slot": -3}]}),
    "detail too long": json.dumps({"events": [{**GOOD, "detail": "x" * 501}]}),
    "now malformed": json.dumps({"events": [], "now": "soon"}),
    "invalid UTF-8": b'{"events": [{"seq": 1, "at": "2026-11-21T08:00:00Z", "type": "fault", "detail": "\xff"}]}',
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_batch_is_400_and_has_no_effect(stack, hall, what):
    answer = hall.post("/cabinet/v1/events", data=MALFORMED[what], headers={"Content-Type": "application/json"})

    assert answer.status_code == 400 and list(answer.json()) == ["error"], answer.text
    assert tell(hall).json() == {"accepted": 0, "last_seq": 0, "conflicts": []}


def test_the_fault_names_the_events_place(hall):
    answer = tell(hall, GOOD, {**GOOD, "seq": 2, "at": "x"})

    assert "2" in answer.json()["error"] and "at" in answer.json()["error"]


def test_what_is_large_is_taken_and_what_is_too_large_is_413(hall):
    filler = {**GOOD, "type": "fault", "detail": "я" * 100}
    most = [{**filler, "seq": number} for number in range(1, 501)]

    assert tell(hall, *most).json() == {"accepted": 500, "last_seq": 500, "conflicts": []}
    assert hall.post("/cabinet/v1/events", data=" " * 300_000,
                     headers={"Content-Type": "application/json"}).status_code == 413


def test_control_characters_in_a_fault_are_no_reason_to_lose_it(stack, hall):
    answer = tell(hall, {**GOOD, "type": "fault", "detail": "line 1\nline 2\0", "unknown": [1, {}]})

    assert answer.json()["accepted"] == 1
    assert count(stack, "key_cabinet_device_events WHERE detail = 'line 1 line 2 '") >= 1


def test_strangers_get_and_tell_nothing(stack, site):
    with CabinetClient(site["cabinet_url"], verify=site["ca_file"]) as stranger:
        assert stranger.get("/cabinet/v1/access").status_code == 401
        assert tell(stranger, GOOD).status_code == 401


@pytest.mark.engine("sqlite")
def test_a_laboratorys_cabinet_has_no_identity_to_work_offline_with(start_stack):
    stack = start_stack(overrides=["plugins.key_cabinet.auth=open"])
    with CabinetClient(stack.base_url) as cabinet:
        for answer in (cabinet.get("/cabinet/v1/access"), tell(cabinet, GOOD)):
            assert answer.status_code == 403 and list(answer.json()) == ["error"]


def test_administrators_see_conflicts_and_alarms_and_settle_them(stack, site, hall, anna):
    serial, key, _ = anna
    tell(hall, event(1, "returned", serial, key), {**GOOD, "seq": 2, "type": "forced", "at": rfc3339(time.time())})
    with signed_in_admin(stack) as admin:
        for page in ("events", "conflicts", "alarms"):
            assert admin.get(f"/admin/keys/{page}").status_code == 200, page
        assert key in admin.get("/admin/keys/conflicts?settled=no").text
        alarm = re.search(r"/admin/keys/alarms/(\d+)", admin.get("/admin/keys/alarms?settled=no").text)[1]
        done = admin.submit(f"/admin/keys/alarms/{alarm}/settled", {"reason": "The cleaner"})
        assert done.status_code == 303, done.text[:2000]
        assert f"/admin/keys/alarms/{alarm}" not in admin.get("/admin/keys/alarms?settled=no").text
        assert key in admin.get("/admin/keys/events/export.csv").text
