"""The reference client at the real endpoint: nginx with TLS, the host, both databases."""

import json
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from callboard_dev import tls
from callboard_dev.service import children, wait_until
from clients import cabinet_client
from cutting_proxy import CuttingProxy
from holders import connected, count
from people import Person
from reference_client import Device

HOLDER, KEY = "12345ABC", "101"


@pytest.fixture(autouse=True)
def keys_are_back(request):
    site = request.getfixturevalue("site") if "site" in request.fixturenames else None
    yield
    if site:
        with cabinet_client(site) as cabinet:
            cabinet.give_back(HOLDER, KEY)


def device_of(site, state, certificate: bool = False, url: str | None = None, **options) -> Device:
    credentials = {"certificate": (site["cabinet"]["client_cert"], site["cabinet"]["client_key"])} if certificate \
        else {"token": site["cabinet"]["token"]}
    return Device(url or site["cabinet_url"], site["ca_file"], state, **credentials, **options)


@pytest.fixture
def device(site, tmp_path):
    return device_of(site, tmp_path / "state")


@pytest.fixture
def proxy(site):
    with CuttingProxy(urlsplit(site["cabinet_url"]).port) as made:
        yield made


OF_THE_KEY = f"key_cabinet_loans WHERE key_id = (SELECT id FROM key_cabinet_keys WHERE label = '{KEY}')"


def open_loans(stack) -> int:
    return count(stack, f"{OF_THE_KEY} AND open_key IS NOT NULL")


def all_loans(stack) -> int:
    return count(stack, OF_THE_KEY)


# --- Issue and return ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("certificate", [False, True], ids=["token", "certificate"])
def test_a_key_goes_out_and_comes_back(site, tmp_path, certificate):
    with device_of(site, tmp_path / "state", certificate).serving() as on:
        for outcome in (on.issue(HOLDER, KEY), on.give_back(HOLDER, KEY)):
            assert (outcome["by"], outcome["ok"], outcome["status"]) == ("server", True, 200), outcome
            assert outcome["message"] and len(outcome["request_id"]) == 32
        assert on.do("status")["unsettled"] == 0


def test_answers_and_the_chain_are_small(device):
    with device.serving() as on:
        outcomes = [on.issue(HOLDER, KEY), on.issue(HOLDER, KEY), on.issue("NOBODY", KEY), on.give_back(HOLDER, KEY)]

    assert [outcome["status"] for outcome in outcomes] == [200, 400, 404, 200]
    assert max(outcome["answer_bytes"] for outcome in outcomes) < 1024
    assert 0 < outcomes[0]["chain_bytes"] < 2048 and outcomes[0]["handshake_bytes"] < 2560


def test_refusals_keep_the_door_shut(device):
    for serial, key, status in (("67890DEF", "102", 403), ("NOBODY", KEY, 404)):
        outcome = device.run("issue", serial, key)
        assert (outcome["by"], outcome["ok"], outcome["status"]) == ("server", False, status)


def test_a_key_is_handed_over(stack, device):
    may_hand_over(stack, 1)
    try:
        assert device.run("handover", HOLDER, KEY, "67890DEF")["status"] == 400  # he does not have it
        with device.serving() as on:
            on.issue(HOLDER, KEY)
            given = on.do("handover", serial=HOLDER, key=KEY, to="67890DEF")
            assert (given["by"], given["ok"], given["status"]) == ("server", True, 200), given
            assert on.give_back("67890DEF", KEY)["ok"]
    finally:
        may_hand_over(stack, 0)


def may_hand_over(stack, may: int) -> None:
    with connected(stack) as (connection, _):
        connection.cursor().execute(f"UPDATE key_cabinet_holders SET hands_over = {may} WHERE serial = '{HOLDER}'")


def test_a_pickup_code_stands_for_the_serial_once(stack, site, device):
    with Person(site["base_url"]) as person:
        name = person.joined().name
        with connected(stack) as (connection, _):
            connection.cursor().execute(f"UPDATE key_cabinet_holders SET user_id = (SELECT id FROM accounts_users "
                                        f"WHERE name = '{name}') WHERE serial = '67890DEF'")
        code = person.get("/generate_code", headers={"Accept": "application/json"}).json()["code"]

    assert device.run("code", code, KEY)["ok"]
    assert device.run("code", code, KEY)["status"] == 404
    assert device.run("return", "67890DEF", KEY)["ok"]


# --- TLS ----------------------------------------------------------------------------------------------------------

def test_a_server_of_another_ca_is_refused(site, tmp_path):
    tls.ensure(tmp_path / "other")
    device = Device(site["cabinet_url"], str(tmp_path / "other/ca.pem"), tmp_path / "state", token="secret", seconds=3)

    outcome = device.run("time")

    assert outcome["problem"] == "untrusted" and outcome["attempts"] == 1 and outcome["connections"] == 0


def test_a_server_of_another_name_is_refused(front, tmp_path):
    """Its certificate is of our CA, and was made for localhost and 127.0.0.1."""
    tls_port = urlsplit(front.cabinet_url).port
    device = Device(f"https://127.0.0.2:{tls_port}", front.ca, tmp_path / "state", token="secret", seconds=3)
    with CuttingProxy(tls_port, address="127.0.0.2", own_port=tls_port):
        outcome = device.run("issue", HOLDER, KEY)

    assert outcome["problem"] == "untrusted" and outcome["connections"] == 0


def test_one_connection_serves_many_requests(device):
    with device.serving() as on:
        outcomes = [on.issue(HOLDER, KEY), on.give_back(HOLDER, KEY), on.issue(HOLDER, KEY), on.give_back(HOLDER, KEY)]

    assert [outcome["connections"] for outcome in outcomes] == [1] * 4
    assert all(outcome["ok"] for outcome in outcomes)


@pytest.mark.parametrize("by_id", [False, True], ids=["ticket", "id"])
def test_a_second_connection_is_resumed_by_any_worker(device, by_id):
    options = ("--no-tickets",) if by_id else ()
    with device.serving(*options) as on:
        assert on.give_back(HOLDER, KEY)["resumed"] is False
        for number in range(12):  # two workers take turns as they like
            on.do("hang-up")
            outcome = on.give_back(HOLDER, KEY)
            assert outcome["connections"] == number + 2
            assert outcome["resumed"] is True and outcome["chain_bytes"] == 0


def test_a_session_outlives_the_device_being_switched_off(device):
    assert device.run("return", HOLDER, KEY)["resumed"] is False
    assert device.run("return", HOLDER, KEY)["resumed"] is True
    assert device.run("return", HOLDER, KEY)["resumed"] is True


@pytest.mark.parametrize("by_id", [False, True], ids=["ticket", "id"])
def test_a_session_outlives_a_reload_of_nginx(stack, device, by_id):
    options = ("--no-tickets",) if by_id else ()
    device.run("return", HOLDER, KEY, options=options)
    before = set(workers(stack))

    stack.nginx.signal(signal.SIGHUP)

    assert wait_until(lambda: set(workers(stack)) and not before & set(listening(stack)), 15)
    outcomes = [device.run("return", HOLDER, KEY, options=options) for _ in range(6)]
    assert [outcome["resumed"] for outcome in outcomes] == [True] * 6


def workers(stack) -> list[int]:
    return children(stack.nginx.pid)


def listening(stack) -> list[int]:
    """nginx' workers but those that shut down."""
    def title(pid: int) -> str:
        try:
            return open(f"/proc/{pid}/cmdline").read()
        except OSError:
            return "gone: shutting down"
    return [pid for pid in workers(stack) if "shutting down" not in title(pid)]


# --- Lost answers -------------------------------------------------------------------------------------------------

def test_a_lost_answer_is_fetched_by_its_idempotency_key(stack, site, proxy, tmp_path):
    before = all_loans(stack)
    with device_of(site, tmp_path / "state", url=proxy.url).serving() as on:
        proxy.cut = 2
        issued = on.issue(HOLDER, KEY)
        assert (issued["by"], issued["ok"], issued["attempts"]) == ("server", True, 3), issued
        proxy.cut = 1
        returned = on.give_back(HOLDER, KEY)
        assert (returned["by"], returned["ok"]) == ("server", True), returned

    assert proxy.lost == 3
    assert all_loans(stack) == before + 1 and open_loans(stack) == 0


def test_an_issue_whose_answer_never_came_is_undone_where_the_door_stayed_shut(stack, site, proxy, tmp_path):
    """Without a snapshot the cabinet decides no; the server has given the key out."""
    device = device_of(site, tmp_path / "state", url=proxy.url, seconds=1.5)
    proxy.cut = 1000
    refused = device.run("issue", HOLDER, KEY)
    assert (refused["by"], refused["ok"], refused["decision"]) == ("cabinet", False, "no_snapshot")
    assert open_loans(stack) == 1 and device.run("status")["unsettled"] == 1

    proxy.cut = 0
    again = device.run("issue", HOLDER, KEY)  # clears up first, then asks anew

    assert (again["by"], again["ok"]) == ("server", True), again
    assert device.run("status")["unsettled"] == 0 and open_loans(stack) == 1
    assert device.run("return", HOLDER, KEY)["ok"]


def test_a_request_that_never_arrived_cannot_arrive_any_more(stack, site, tmp_path):
    """The power goes between the journal and the line; afterwards the request's key is used up."""
    device = device_of(site, tmp_path / "state")
    before = all_loans(stack)
    assert device.run("issue", HOLDER, KEY, options=("--die-at", "asked"), check=False) == {}
    key = json.loads((device.state / "journal").read_text().splitlines()[-1])["ask"]

    assert device.run("return", HOLDER, KEY)["status"] == 400  # he does not have it; the other was cleared up before

    with cabinet_client(site) as late:
        answer = late.issue(HOLDER, KEY, headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert all_loans(stack) == before


@pytest.mark.parametrize("step, out", [("asked", 0), ("answered", 0), ("settled", 1)])
def test_where_the_power_goes_the_books_say_what_the_door_did(stack, site, tmp_path, step, out):
    device = device_of(site, tmp_path / "state")
    device.run("issue", HOLDER, KEY, options=("--die-at", step), check=False)

    device.run("issue", "NOBODY", KEY)  # the next person clears it up

    assert open_loans(stack) == out and device.run("status")["unsettled"] == 0


# --- Alone --------------------------------------------------------------------------------------------------------

def events_of(stack, condition: str) -> int:
    """How many such events the client's cabinet told: the demonstration's other cabinet has some too."""
    return count(stack, f"key_cabinet_device_events WHERE cabinet_id = {int(stack.site['cabinet']['id'])} AND {condition}")


@pytest.fixture(params=["sqlite", "mysql"])
def lonely(request, start_stack, tmp_path):
    """A stack whose host can be stopped, and a device with its snapshot."""
    stack = start_stack(f"lonely-{request.param}", database=request.param, demo=True)
    key = snapshot_key(stack)
    device = device_of(stack.site, tmp_path / "state", snapshot_key=key, seconds=4)
    assert (synced := device.run("sync"))["ok"], synced
    return stack, device


def snapshot_key(stack):
    return Path(stack.tables["plugins"]["key_cabinet"]["ca_folder"]) / "snapshot.pem"


def start_again(stack) -> None:
    stack.start_host()
    stack.wait_until_ready()


def loans(stack) -> list[tuple]:
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        cursor.execute("SELECT taken_how, returned_how FROM key_cabinet_loans ORDER BY id")
        return [tuple(row) for row in cursor.fetchall()]


def test_without_the_server_it_decides_and_tells_afterwards(lonely):
    stack, device = lonely
    before = len(loans(stack))
    stack.host.stop()
    with device.serving("--seconds", "1.5") as on:
        issued = on.issue(HOLDER, KEY)
        assert (issued["by"], issued["ok"], issued["decision"]) == ("cabinet", True, "yes")
        assert on.issue("67890DEF", KEY)["decision"] == "already_out"
        assert on.issue("67890DEF", "102")["decision"] == "no_right"
        assert on.issue("NOBODY", KEY)["decision"] == "unknown_holder"
        assert on.give_back(HOLDER, KEY)["ok"] and on.issue("67890DEF", KEY)["ok"]
        assert on.do("status")["pending"] == 3
    start_again(stack)

    assert device.run("sync")["ok"]

    assert loans(stack)[before:] == [("offline", "offline"), ("offline", None)]
    state = device.run("status")
    assert (state["pending"], state["unsettled"], state["next_seq"]) == (0, 0, 4)
    assert device.run("decide", HOLDER, KEY)["decision"] == "already_out"  # the new snapshot says so
    assert events_of(stack, "conflict <> ''") == 0


@pytest.mark.parametrize("step", ["journalled", "delivered"])
def test_the_power_goes_and_no_event_is_lost_or_counted_twice(lonely, step):
    stack, device = lonely
    before = len(loans(stack))
    stack.host.stop()
    quick = ("--seconds", "1.5")
    device.run("issue", HOLDER, KEY, options=(*quick, "--die-at", step), check=False)
    start_again(stack)
    device.run("sync", options=("--die-at", step), check=False)

    assert device.run("sync")["ok"]

    assert loans(stack)[before:] == [("offline", None)]
    assert events_of(stack, "1 = 1") == 1
    assert device.run("return", HOLDER, KEY)["by"] == "server"
    assert device.run("status")["pending"] == 0


def test_a_device_killed_while_it_serves_goes_on_where_it_was(lonely):
    stack, device = lonely
    stack.host.stop()
    on = device.serving("--seconds", "1.5")
    assert on.issue(HOLDER, KEY)["by"] == "cabinet"
    on.kill()
    start_again(stack)

    returned = device.run("return", HOLDER, KEY)

    assert (returned["by"], returned["ok"]) == ("server", True), returned  # the event was told before it asked
    assert loans(stack)[-1] == ("offline", "cabinet")


def test_an_answer_that_is_lost_for_good_has_one_effect(lonely):
    """The server issues, the answer is lost, the cabinet decides yes as well: one loan, taken once."""
    stack, device = lonely
    before = len(loans(stack))
    with CuttingProxy(urlsplit(stack.site["cabinet_url"]).port) as proxy:
        far = device_of(stack.site, device.state, url=proxy.url, snapshot_key=snapshot_key(stack), seconds=1.5)
        proxy.cut = 1000
        issued = far.run("issue", HOLDER, KEY)
        assert (issued["by"], issued["ok"]) == ("cabinet", True), issued
    assert loans(stack)[before:] == [("cabinet", None)]

    assert device.run("sync")["ok"]

    assert loans(stack)[before:] == [("cabinet", None)]
    assert events_of(stack, "conflict = 'already_out'") == 1
    assert device.run("return", HOLDER, KEY)["by"] == "server"


def test_time_and_check_in_set_the_clock(device):
    wrong = ("--clock-off", "-86400")
    with device.serving(*wrong) as on:
        assert on.do("time")["ok"]
        assert abs(on.do("status")["now_ms"] - time.time() * 1000) < 2000
        assert on.do("check-in")["ok"]
        assert on.do("status")["unsettled"] == 0


def test_a_changed_right_reaches_the_device_as_a_delta(lonely):
    stack, device = lonely
    version = device.run("status")["snapshot"]
    with connected(stack) as (connection, _):
        connection.cursor().execute(f"UPDATE key_cabinet_holders SET blocked = 1 WHERE serial = '{HOLDER}'")

    assert device.run("access")["ok"]

    assert device.run("status")["snapshot"] == version + 1
    assert device.run("decide", HOLDER, KEY)["decision"] == "unknown_holder"
    assert device.run("decide", "67890DEF", KEY)["decision"] == "yes"
