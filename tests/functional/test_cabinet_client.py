"""The reference client by itself: its parts, and how it behaves with a server that does what a test says."""

import subprocess
import time

import pytest

from callboard_dev import tls
from reference_client import CHECKS, Device
from scripted_server import ScriptedServer, SnapshotSigner, base64url, holder_hash

SALT = "AAECAwQFBgcICQoL"
ANNA, BORIS = holder_hash(SALT, "ANNA"), holder_hash(SALT, "BORIS")


def test_its_parts_do_what_they_say(tmp_path):
    done = subprocess.run([str(CHECKS), str(tmp_path / "journal")], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    tls.ensure(folder)
    return folder


@pytest.fixture(scope="module")
def signer(tmp_path_factory):
    return SnapshotSigner(tmp_path_factory.mktemp("signer"))


def payload(version: int = 1, **changes) -> dict:
    now = int(time.time())
    return {"version": version, "cabinet": 3, "made": now, "until": now + 3600, "zone": "MSK-3", "salt": SALT,
            "keys": {"101": 0, "102": 1}, "windows": {}, "profiles": {"p": {"*": "AQ"}, "q": {"*": "Aw"}},
            "holders": {ANNA: "p", BORIS: "q"}, "bookings": {}, "out": {}, "returns": [], "retired": {}, **changes}


class Script:
    """What the scripted server says; a test changes it on the way."""

    def __init__(self, signer):
        self.signer = signer
        self.access = (200, {"ETag": '"1"'}, signer.sign(payload()))
        self.answers: dict = {}
        self.events: list[dict] = []

    def __call__(self, asked):
        name = asked.path.partition("?")[0]
        if name in self.answers:
            answer = self.answers[name]
            return answer(asked) if callable(answer) else answer
        if name == "/cabinet/v1/access":
            return self.access
        if name == "/cabinet/v1/events":
            self.events += asked.body["events"]
            return 200, {}, {"accepted": len(asked.body["events"]), "last_seq": self.events[-1]["seq"], "conflicts": []}
        if name == "/cabinet/v1/check-in":
            return 200, {}, {"time": "", "unix_ms": 0, "last_seq": 0, "snapshot": 0}
        return 200, {}, {"message": "ok", "access": True}


@pytest.fixture
def script(signer):
    return Script(signer)


@pytest.fixture
def server(keys, script):
    with ScriptedServer(keys, script) as made:
        yield made


@pytest.fixture
def device(server, keys, signer, tmp_path):
    return Device(server.url, str(keys / "ca.pem"), tmp_path / "state", token="t", snapshot_key=signer.public, seconds=2)


def unreachable(script) -> None:
    script.answers = {path: None for path in ("/issue_key", "/return_key", "/cabinet/v1/events")}


def test_a_signed_snapshot_is_taken_and_decides(device):
    assert device.run("access")["ok"]

    assert device.run("decide", "ANNA", "101")["decision"] == "yes"
    assert device.run("decide", "ANNA", "102")["decision"] == "no_right"
    assert device.run("decide", "BORIS", "102")["decision"] == "yes"
    assert device.run("decide", "CLARA", "101")["decision"] == "unknown_holder"
    assert device.run("decide", "ANNA", "101", str(int(time.time()) + 7200))["decision"] == "snapshot_old"


def forged(signer, tmp_path_factory):
    stranger = SnapshotSigner(tmp_path_factory.mktemp("stranger"))
    good = signer.sign(payload())
    head, body, signature = good.split(b".")
    other = signer.sign(payload(holders={ANNA: "q"})).split(b".")[1]
    return {"another's key": stranger.sign(payload()), "another's key, our id": stranger.sign(payload(), kid=signer.kid),
            "no algorithm": signer.sign(payload(), alg="none"), "another algorithm": signer.sign(payload(), alg="HS256"),
            "another type": signer.sign(payload(), typ="JWT"), "another payload": b".".join((head, other, signature)),
            "no signature": head + b"." + body + b".", "two parts": head + b"." + body,
            "a zero signature": b".".join((head, body, b"A" * 86)), "nothing": b"", "a long signature": good + b"AAAA"}


def test_what_is_not_signed_by_the_key_is_not_taken(device, script, signer, tmp_path_factory):
    for name, text in forged(signer, tmp_path_factory).items():
        script.access = (200, {}, text)
        assert device.run("access")["problem"] == "unsigned", name
        assert device.run("status")["snapshot"] == 0, name


def test_neither_an_old_snapshot_nor_another_cabinets_is_taken(device, script, signer):
    script.access = (200, {}, signer.sign(payload(version=5)))
    assert device.run("access")["ok"]

    for wrong, name in ((payload(version=4), "older"), (payload(version=6, cabinet=4), "other_cabinet"),
                        (payload(version=6, keys=7), "malformed"), (payload(version=6, keys={"101": -1}), "malformed")):
        script.access = (200, {}, signer.sign(wrong))
        assert device.run("access")["problem"] == name
    assert device.run("status")["snapshot"] == 5


def test_a_compressed_snapshot_is_taken_as_far_as_it_fits(device, script, signer):
    script.access = (200, {}, signer.sign(payload(), zip="DEF"))
    assert device.run("access")["ok"] and device.run("decide", "ANNA", "101")["decision"] == "yes"

    bomb = payload(version=2, holders={ANNA: "p" * 1_000_000})
    for text, header in ((bomb, {"zip": "DEF"}), (payload(version=2), {"zip": "GZ"})):
        script.access = (200, {}, signer.sign(text, **header))
        assert device.run("access")["problem"] == "unsigned"
    assert device.run("status")["snapshot"] == 1


def test_the_snapshot_of_a_large_house_is_taken(device, script, signer):
    """500 holders, 200 keys: it comes in several records of TLS and fits the device's buffer."""
    serials = [f"{number:08X}" for number in range(500)]
    profiles = {f"p{number}": {"*": base64url(bytes(range(number, number + 25))), "1": base64url(b"\xff" * 25)} for number in range(40)}
    house = payload(keys={str(100 + bit): bit for bit in range(200)}, profiles=profiles,
                    holders={holder_hash(SALT, serial): f"p{place % 40}" for place, serial in enumerate(serials)})
    script.access = (200, {}, signer.sign(house))
    assert 20_000 < len(script.access[2]) < 65_536

    assert device.run("access")["ok"]

    assert device.run("status")["holders"] == 500
    for place in (0, 7, 39, 499):
        for bit in (0, 1, 8, 77, 199):
            yes = bytes(range(place % 40, place % 40 + 25))[bit // 8] >> bit % 8 & 1
            decision = device.run("decide", serials[place], str(100 + bit))["decision"]
            assert decision == ("yes" if yes else "no_right"), (place, bit)


def test_a_delta_changes_what_it_names(device, server, script, signer):
    device.run("access")
    now = int(time.time())
    delta = {"version": 2, "since": 1, "made": now, "until": now + 60,
             "patch": {"holders": {BORIS: None}, "out": {"101": ANNA}, "returns": [ANNA]}}
    script.access = (200, {"ETag": '"2"'}, signer.sign(delta))

    assert device.run("access")["ok"]

    assert server.asked[-1].path.endswith("?since=1") and server.asked[-1].headers["If-None-Match"] == '"1"'
    assert device.run("status")["snapshot"] == 2
    assert device.run("decide", "ANNA", "101")["decision"] == "already_out"
    assert device.run("decide", "BORIS", "102")["decision"] == "unknown_holder"
    assert device.run("decide-return", "ANNA", "101")["decision"] == "yes"


def test_a_delta_from_what_it_does_not_have_makes_it_ask_for_the_whole(device, server, script, signer):
    now = int(time.time())
    delta = signer.sign({"version": 9, "since": 8, "made": now, "until": now + 60, "patch": {}})
    device.run("access")
    script.answers["/cabinet/v1/access"] = lambda asked: (200, {}, delta if "since" in asked.path
                                                          else signer.sign(payload(version=9)))

    assert device.run("access")["ok"]

    assert server.paths()[-2:] == ["/cabinet/v1/access?since=1", "/cabinet/v1/access"]
    assert device.run("status")["snapshot"] == 9


def test_it_repeats_with_the_same_key_and_waits_as_it_was_told(device, server, script):
    answers = iter([(503, {"Retry-After": "1"}, {"error": "later"}), None, (502, {}, b"<html>"),
                    (200, {}, {"message": "ok", "access": True})])
    script.answers["/issue_key"] = lambda asked: next(answers)

    began = time.monotonic()
    issued = device.run("issue", "ANNA", "101", options=("--seconds", "6"))

    assert issued["by"] == "server" and issued["ok"] and issued["attempts"] == 4
    assert time.monotonic() - began >= 1
    assert len({asked.headers["Idempotency-Key"] for asked in server.asked}) == 1
    assert len({str(asked.body) for asked in server.asked}) == 1


def test_a_server_that_says_nothing_holds_nobody_up(device, script):
    device.run("access")
    script.answers["/issue_key"] = lambda asked: time.sleep(5)

    issued = device.run("issue", "ANNA", "101")

    assert issued["by"] == "cabinet" and issued["ok"]
    assert 1500 < issued["took_ms"] < 2600


def test_what_it_decides_alone_follows_its_own_decisions(device, script):
    device.run("access")
    unreachable(script)

    assert device.run("issue", "ANNA", "101")["ok"]
    assert device.run("issue", "BORIS", "101")["decision"] == "already_out"
    assert device.run("return", "BORIS", "101")["decision"] == "not_his"
    assert device.run("return", "ANNA", "101")["ok"]
    assert device.run("issue", "BORIS", "101")["ok"]
    assert device.run("status")["pending"] == 3


def test_events_arrive_in_order_and_once_it_is_said_that_they_did_they_are_gone(device, script):
    device.run("access")
    unreachable(script)
    for word in ("issue", "return", "issue"):
        assert device.run(word, "ANNA", "101")["by"] == "cabinet"
    script.answers = {"/issue_key": (400, {}, {"error": "empty"}), "/return_key": (400, {}, {"error": "empty"})}
    script.access = (304, {}, b"")

    assert device.run("sync")["ok"]

    assert [(event["seq"], event["type"]) for event in script.events] == [(1, "issued"), (2, "returned"), (3, "issued")]
    state = device.run("status")
    assert (state["pending"], state["unsettled"], state["next_seq"]) == (0, 0, 4)


def test_more_events_than_one_batch_holds_are_sent_in_several(device, script):
    with device.serving() as on:
        for number in range(100):
            assert on.do("event", type="door_opened", slot=number % 20)["ok"]
        assert on.do("sync")["ok"]
        assert on.do("status")["pending"] == 0

    assert [event["seq"] for event in script.events] == list(range(1, 101))


def test_a_key_that_went_out_by_the_books_alone_is_brought_back(device, server, script):
    """The answer to an issue is lost, and the cabinet's own decision is no: the door stayed shut."""
    device.run("access")
    unreachable(script)
    refused = device.run("issue", "ANNA", "102")
    assert refused["decision"] == "no_right" and device.run("status")["unsettled"] == 1
    lost = server.asked[-1].headers["Idempotency-Key"]

    def issue(asked):
        return (422, {}, {"error": "another request"}) if asked.body == {} else (200, {}, {"message": "ok", "access": True})

    script.answers = {"/issue_key": issue}
    del server.asked[:]
    script.access = (304, {}, b"")
    assert device.run("sync")["ok"]

    done = [(asked.path, asked.headers["Idempotency-Key"], asked.body) for asked in server.asked if asked.path.endswith("_key")]
    body = {"serial": "ANNA", "key": "102"}
    assert done == [("/issue_key", lost, {}), ("/issue_key", lost, body), ("/return_key", lost + "u", body)]
    assert device.run("status")["unsettled"] == 0


def test_a_cabinet_that_is_trusted_no_more_decides_nothing(device, script):
    device.run("access")
    unreachable(script)
    assert device.run("issue", "ANNA", "101")["by"] == "cabinet"

    script.answers = {path: (401, {}, {"error": "who?"}) for path in ("/issue_key", "/return_key", "/cabinet/v1/events")}
    answer = device.run("return", "ANNA", "101")

    assert not answer["ok"] and answer["problem"] == "refused"


@pytest.mark.parametrize("step", ["asked", "journalled", "delivered"])
def test_the_power_may_go_at_any_moment(device, script, step):
    """What happened at the door reaches the server once, wherever the power went; what did not, does not."""
    device.run("access")
    unreachable(script)
    device.run("issue", "ANNA", "101", options=("--die-at", step), check=False)
    script.answers = {"/issue_key": (400, {}, {"error": "empty"})}
    script.access = (304, {}, b"")
    device.run("sync", options=("--die-at", step), check=False)

    assert device.run("sync")["ok"]

    numbers = [event["seq"] for event in script.events]
    assert set(numbers) == (set() if step == "asked" else {1})
    assert len(numbers) == {"asked": 0, "journalled": 1, "delivered": 2}[step]
    assert device.run("status")["pending"] == 0
