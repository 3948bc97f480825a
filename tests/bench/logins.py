"""Many sign in at once: what the other visitors notice of it, and how near it comes to what argon2 allows.

    python3 logins.py URL SECONDS     gets a page again and again, unhurried, and prints how long each took (ms)
"""

import ctypes
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter

import requests

CLIENTS = 50
PASSWORD = "seven yellow parasols"
PAUSE = 0.005  # between two requests of the visitor who only reads
HASH_OPERATIONS, HASH_MEMORY, HASH_LENGTH = 2, 64 << 20, 128  # libsodium's INTERACTIVE, as the host hashes


def hashing_threads() -> int:
    """As many as a worker has by default."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


def page_times(url: str, seconds: float) -> list[float]:
    """Of a visitor who only reads; in a process of its own, so that the clients who sign in do not slow it."""
    done = subprocess.run([sys.executable, __file__, url, str(seconds)], capture_output=True, text=True, check=True,
                          timeout=seconds + 60)
    return json.loads(done.stdout)


def read_pages(url: str, seconds: float) -> list[float]:
    times = []
    with requests.Session() as session:
        session.trust_env = False
        session.get(url, timeout=30)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.perf_counter()
            session.get(url, timeout=30).raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(PAUSE)
    return times


class Person:
    """A browser with an account of its own, which signs in whenever it is told to."""

    def __init__(self, url: str, number: int):
        self.url = url
        self.name = f"bench{os.getpid() % 100000}-{number}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', self.session.get(url + "/login", timeout=60).text)[1]

    def send(self, path: str, **fields: str) -> int:
        answer = self.session.post(self.url + path, data={"csrf_token": self.token, **fields}, timeout=60,
                                   allow_redirects=False)
        return answer.status_code

    def register(self) -> None:
        status = self.send("/register", username=self.name, email=f"{self.name}@mail.example", password1=PASSWORD,
                           password2=PASSWORD)
        if status != 303:
            raise RuntimeError(f"/register answered {status}")

    def sign_in(self) -> int:
        return self.send("/login", email=self.name, password=PASSWORD)


class Crowd:
    """All sign in again and again while it is entered."""

    def __init__(self, people: list[Person]):
        self.people = people
        self.statuses: Counter = Counter()
        self.seconds = 0.0
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def __enter__(self) -> "Crowd":
        self._threads = [threading.Thread(target=self._run, args=(person,)) for person in self.people]
        self._began = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self.seconds = time.monotonic() - self._began

    def _run(self, person: Person) -> None:
        while not self._stop.is_set():
            try:
                status = person.sign_in()
            except requests.RequestException as error:
                status = type(error).__name__
            with self._lock:
                self.statuses[status] += 1


def hashes_per_second(seconds: float, threads: int) -> float:
    """What this machine verifies when it does nothing else."""
    sodium = ctypes.CDLL("libsodium.so.23")
    sodium.sodium_init()
    password = PASSWORD.encode()
    stored = ctypes.create_string_buffer(HASH_LENGTH)
    failed = sodium.crypto_pwhash_str(stored, password, ctypes.c_ulonglong(len(password)),
                                      ctypes.c_ulonglong(HASH_OPERATIONS), ctypes.c_size_t(HASH_MEMORY))
    if failed:
        raise RuntimeError("libsodium could not hash")
    done = Counter()
    began = time.monotonic()

    def work(number: int) -> None:
        while time.monotonic() - began < seconds:
            if sodium.crypto_pwhash_str_verify(stored, password, ctypes.c_ulonglong(len(password))):
                raise RuntimeError("libsodium refused the right password")
            done[number] += 1

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return done.total() / (time.monotonic() - began)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def measure(url: str, rounds: int, seconds: float, tell) -> dict:
    """Round by round: the page while nobody signs in, the page while all do, the hashes by themselves."""
    people = [Person(url, number) for number in range(CLIENTS)]
    for person in people:
        person.register()
    idle, busy, rates, ceilings, refused = [], [], [], [], Counter()
    for number in range(1, rounds + 1):
        idle.append(page_times(url + "/", seconds))
        with Crowd(people) as crowd:
            busy.append(page_times(url + "/", seconds))
        rates.append(crowd.statuses[303] / crowd.seconds)
        refused.update({str(status): count for status, count in crowd.statuses.items() if status != 303})
        ceilings.append(hashes_per_second(seconds, hashing_threads()))
        tell(f"round {number}: p99 of / {percentile(idle[-1], 0.99):.2f} ms idle, {percentile(busy[-1], 0.99):.2f} ms busy; "
             f"{rates[-1]:.1f} logins/s of {ceilings[-1]:.1f} hashes/s")

    def typical(rounds_of_times: list[list[float]], share: float) -> float:
        return round(statistics.median(percentile(times, share) for times in rounds_of_times), 3)

    result = {name: {"p50_ms": typical(times, 0.5), "p99_ms": typical(times, 0.99)}
              for name, times in (("idle", idle), ("busy", busy))}
    rate, ceiling = statistics.median(rates), statistics.median(ceilings)
    return {**result, "clients": CLIENTS, "ratio": round(result["busy"]["p99_ms"] / result["idle"]["p99_ms"], 3),
            "logins": round(rate, 1), "ceiling": round(ceiling, 1), "of_ceiling": round(rate / ceiling, 3),
            "refused": dict(refused)}


if __name__ == "__main__":
    print(json.dumps(read_pages(sys.argv[1], float(sys.argv[2]))))
