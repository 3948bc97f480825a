"""Cabinets that work at once, online and offline, while replies are lost, workers killed and the database restarted:
every effect that was acknowledged is there exactly once, no key is in two hands, no event is lost."""

import http.client
import json
import os
import random
import signal
import ssl
import threading
import time
from urllib.parse import urlsplit

import pytest

from cabinets import enrolled, rfc3339
from callboard_dev.service import wait_until
from holders import add_holders, connected

CABINETS = 4
SHARED = ["shared 1", "shared 2"]
# A request's time is read before it waits for its turn, so another's may be a little earlier.
SKEW_US = 5_000_000


class Hands:
    """Who has which of the keys that all cabinets give out, as far as they were told."""

    def __init__(self):
        self._lock = threading.Lock()
        self._held: dict[str, str] = {}
        self.doubly: list[tuple[str, str, str]] = []
        self.issued = 0

    def takes(self, key: str, who: str) -> None:
        with self._lock:
            if key in self._held:
                self.doubly.append((key, self._held[key], who))
            self._held[key] = who
            self.issued += 1

    def lets_go(self, key: str) -> None:
        with self._lock:
            del self._held[key]


class Line:
    """A connection over TLS, on which replies get lost; a request is repeated until there is an answer."""

    def __init__(self, stack, token: str, chance: random.Random):
        self.address = urlsplit(stack.site["cabinet_url"])
        self.context = ssl.create_default_context(cafile=stack.site["ca_file"])
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.chance = chance
        self.connection = None
        self.lost = self.failed = 0

    def _send(self, path: str, body: dict, headers: dict, lose: bool):
        if self.connection is None:
            self.connection = http.client.HTTPSConnection(self.address.hostname, self.address.port, timeout=15,
                                                          context=self.context)
        self.connection.request("POST", path, json.dumps(body), {**self.headers, **headers})
        if lose:
            time.sleep(self.chance.choice((0, 0.002, 0.02)))
            self.lost += 1
            raise OSError("lost on purpose")
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def post(self, path: str, body: dict, key: str | None):
        """The answer that is no failure of the server, and its status."""
        headers = {"Idempotency-Key": key} if key else {}
        deadline = time.monotonic() + 60
        while True:
            try:
                status, answer = self._send(path, body, headers, self.chance.random() < 0.1)
                if status < 500 and status != 429:
                    return status, json.loads(answer)
                self.failed += 1
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection = None
                self.failed += 1
            assert time.monotonic() < deadline, f"no answer to {path}"
            time.sleep(self.chance.uniform(0, 0.1))


class Cabinet(threading.Thread):
    """Gives out two keys of its own, by its own knowledge also while it is offline, and asks for those that all share."""

    def __init__(self, stack, number: int, hands: Hands, until: threading.Event, seed: int):
        super().__init__()
        self.chance = random.Random(f"{seed}/{number}")
        self.keys = [f"own {number}-{i}" for i in (1, 2)]
        self.holders = [f"HOLDER {number}-{i}" for i in (1, 2)]
        add_holders(stack, [(holder, []) for holder in self.holders])
        self.number, self.hands, self.until = number, hands, until
        self.token = enrolled(stack, f"property {number}")
        self.line = Line(stack, self.token, self.chance)
        self.with_whom: dict[str, str | None] = dict.fromkeys(self.keys)
        self.loans: dict[str, list[tuple[str, str, str | None]]] = {key: [] for key in self.keys}  # whom, how out, how back
        self.events: list[dict] = []
        self.acknowledged = 0
        self.requests = 0
        self.wrong: list = []

    def run(self) -> None:
        try:
            while not self.until.is_set():
                self.chance.choice((self.online, self.online, self.offline, self.shared))()
            self.flush()
        except Exception as error:  # told by the test
            self.wrong.append(repr(error))
        finally:
            if self.line.connection:
                self.line.connection.close()

    def ask(self, path: str, serial: str, key: str):
        self.requests += 1
        return self.line.post(path, {"serial": serial, "key": key}, f"{self.number}-{self.requests}")

    def move(self, key: str, how: str) -> tuple[str, str]:
        """The key goes out, or comes back: the event's type and the holder."""
        holder = self.with_whom[key]
        if holder is None:
            holder = self.with_whom[key] = self.chance.choice(self.holders)
            self.loans[key].append((holder, how, None))
            return "issued", holder
        self.with_whom[key] = None
        self.loans[key][-1] = (*self.loans[key][-1][:2], how)
        return "returned", holder

    def online(self) -> None:
        self.flush()
        for _ in range(self.chance.randint(1, 6)):
            key = self.chance.choice(self.keys)
            kind, holder = self.move(key, "cabinet")
            status, body = self.ask("/issue_key" if kind == "issued" else "/return_key", holder, key)
            if status != 200:
                self.wrong.append((kind, holder, key, status, body))

    def offline(self) -> None:
        for _ in range(self.chance.randint(1, 8)):
            key = self.chance.choice(self.keys)
            kind, holder = self.move(key, "offline")
            self.events.append({"seq": len(self.events) + 1, "at": rfc3339(time.time()), "type": kind, "serial": holder,
                                "key": key})
            if self.chance.random() < 0.3:
                self.events.append({"seq": len(self.events) + 1, "at": rfc3339(time.time()), "type": "door_opened"})
        if self.chance.random() < 0.7:
            self.flush()

    def flush(self) -> None:
        """Sends what was not acknowledged, and at times what was."""
        since = self.acknowledged if self.chance.random() < 0.7 else self.chance.randint(0, self.acknowledged)
        for begin in range(since, len(self.events), 500):
            batch = self.events[begin:begin + 500]
            self.requests += 1
            key = f"{self.number}-{self.requests}" if self.chance.random() < 0.5 else None
            status, body = self.line.post("/cabinet/v1/events", {"events": batch, "now": rfc3339(time.time())}, key)
            if status != 200 or body["conflicts"] or body["last_seq"] < batch[-1]["seq"]:
                self.wrong.append(("events", status, body))
            self.acknowledged = max(self.acknowledged, begin + len(batch))

    def shared(self) -> None:
        self.flush()
        key, who = self.chance.choice(SHARED), f"SHARED {self.number}"
        status, body = self.ask("/issue_key", who, key)
        if status == 400:
            return  # somebody else has it
        if status != 200:
            self.wrong.append(("shared", status, body))
            return
        self.hands.takes(key, who)
        time.sleep(self.chance.uniform(0, 0.02))
        self.hands.lets_go(key)
        status, body = self.ask("/return_key", who, key)
        if status != 200:
            self.wrong.append(("shared back", status, body))


def prepare(stack) -> None:
    """The shared keys, and who may take them; the cabinets' own keys."""
    add_holders(stack, [("SHARED 0", SHARED)])
    for number in range(1, CABINETS + 1):
        add_holders(stack, [(f"SHARED {number}", []), (f"KEYS {number}", [f"own {number}-1", f"own {number}-2"])])
        with connected(stack) as (connection, _):
            connection.cursor().execute(
                "INSERT INTO key_cabinet_access (holder_id, key_id) SELECT h.id, k.id FROM key_cabinet_holders h, "
                f"key_cabinet_keys k WHERE h.serial = 'SHARED {number}' AND k.label LIKE 'shared _'")


def allow_own(stack, number: int) -> None:
    with connected(stack) as (connection, _):
        connection.cursor().execute(
            "INSERT INTO key_cabinet_access (holder_id, key_id) SELECT h.id, k.id FROM key_cabinet_holders h, "
            f"key_cabinet_keys k WHERE h.serial LIKE 'HOLDER {number}-_' AND k.label LIKE 'own {number}-_'")


def kill_a_worker(stack) -> None:
    workers = stack.host_processes()
    if workers:
        try:
            os.kill(random.choice(workers), signal.SIGKILL)
        except ProcessLookupError:
            pass


def restart_the_database(stack) -> None:
    """On SQLite it is in the host, which dies as in a power cut."""
    if stack.mariadb:
        stack.mariadb.kill()
        stack.mariadb.start()
    else:
        stack.host.kill()
        stack.start_host()
        stack.wait_until_ready()


def loans_of(stack, where: str) -> list[tuple]:
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        cursor.execute("SELECT k.label, h.serial, l.taken_at, l.returned_at, l.taken_how, COALESCE(l.returned_how, '') "
                       "FROM key_cabinet_loans l JOIN key_cabinet_keys k ON k.id = l.key_id "
                       f"JOIN key_cabinet_holders h ON h.id = l.holder_id WHERE {where} ORDER BY l.id")
        text = lambda value: value.decode() if isinstance(value, bytes) else value
        return [tuple(text(value) for value in row) for row in cursor.fetchall()]


def overlapping(loans: list[tuple], skew: int) -> list:
    """Pairs of one key's loans of which the second begins before the first ends."""
    last: dict[str, tuple] = {}
    found = []
    for loan in loans:
        before = last.get(loan[0])
        if before and (before[3] is None or loan[2] < before[3] - skew):
            found.append((before, loan))
        last[loan[0]] = loan
    return found


def seen(cabinets: list[Cabinet]) -> bool:
    """Whether each of them has met with what this is about."""
    return all(cabinet.line.lost and cabinet.events for cabinet in cabinets)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seconds", [3, pytest.param(240, marks=pytest.mark.soak)])
@pytest.mark.parametrize("engine", ["sqlite", "mysql"])
def test_nothing_is_lost_and_nothing_done_twice_while_everything_breaks(start_stack, engine, seconds):
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")
    stack = start_stack(database=engine, overrides=["server.workers=2"])
    prepare(stack)
    hands, over = Hands(), threading.Event()
    cabinets = [Cabinet(stack, number, hands, over, seed) for number in range(1, CABINETS + 1)]
    for cabinet in cabinets:
        allow_own(stack, cabinet.number)
    assert wait_until(lambda: "generation_ready" in stack.host.log.read_text(), 15)

    for cabinet in cabinets:
        cabinet.start()
    try:
        ends, broken = time.monotonic() + seconds, 0
        while time.monotonic() < ends or broken < 4 or (time.monotonic() < ends + 60 and not seen(cabinets)):
            time.sleep(0.7)
            (kill_a_worker, restart_the_database, type(stack).reload, kill_a_worker)[broken % 4](stack)
            broken += 1
        stack.wait_until_ready()
    finally:
        over.set()
        for cabinet in cabinets:
            cabinet.join(120)

    assert [wrong for cabinet in cabinets for wrong in cabinet.wrong] == []
    assert hands.doubly == []
    assert hands.issued > 0 and seen(cabinets)
    for cabinet in cabinets:
        for key in cabinet.keys:
            loans = loans_of(stack, f"k.label = '{key}'")
            assert [(serial, out, back or None) for _, serial, _, _, out, back in loans] == cabinet.loans[key], key
            assert overlapping(loans, 0) == []
    shared = loans_of(stack, "k.label LIKE 'shared _'")
    assert len(shared) == hands.issued and all(loan[3] for loan in shared)
    assert overlapping(shared, SKEW_US) == []
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        cursor.execute("SELECT COUNT(*), COUNT(DISTINCT cabinet_id, seq) FROM key_cabinet_device_events" if stack.mariadb
                       else "SELECT COUNT(*), COUNT(DISTINCT cabinet_id || ' ' || seq) FROM key_cabinet_device_events")
        assert cursor.fetchone() == (sum(len(cabinet.events) for cabinet in cabinets),) * 2
    print(f"{sum(c.requests for c in cabinets)} requests, {sum(c.line.lost for c in cabinets)} replies lost, "
          f"{sum(c.line.failed for c in cabinets)} failures, {broken} breakages, {hands.issued} shared issues, "
          f"{sum(len(c.events) for c in cabinets)} events")
