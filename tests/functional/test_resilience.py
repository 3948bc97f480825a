"""What dies, hangs or is replaced while visitors are there: under load, on purpose."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from callboard_dev.service import process_start, wait_until
from clients import Client, Hammer, exchange
from fastcgi_client import Connection

CLIENTS = 8


def echo_hammer(site, method="POST", **options):
    body = {"echo": True} if method == "POST" else None
    return Hammer(site["base_url"], clients=CLIENTS, method=method, path="/probe/echo", body=body, **options)


def connections_to(stack) -> int:
    """Those that nginx holds to the host: the accepted ones are listed under the listening socket's name."""
    name = stack.tables["server"]["listen"]
    rows = [row.split() for row in Path("/proc/net/unix").read_text().splitlines()]
    return sum(row[-1] == name and row[5] == "03" for row in rows)


def lost_with_a_worker(stack) -> int:
    """The most requests that a dying worker can take along: one on each connection, since nginx may still
    use a kept one in the moment before it hears of its end."""
    return max(CLIENTS, connections_to(stack))


@pytest.mark.engine("sqlite")
def test_a_killed_worker_fails_at_most_what_it_was_answering(stack, site, web):
    with echo_hammer(site) as hammer:
        hammer.wait_for(200)
        most = lost_with_a_worker(stack)
        for worker in stack.host_processes():
            os.kill(worker, signal.SIGKILL)
        hammer.wait_for(500)

    assert sum(hammer.load.failures.values()) <= most, hammer.load
    assert set(hammer.load.failures) <= {502}, hammer.load
    stack.wait_until_ready()


@pytest.mark.engine("sqlite")
def test_nginx_repeats_what_only_reads_when_a_worker_is_killed(stack, site, web):
    with echo_hammer(site, "GET") as hammer:
        hammer.wait_for(200)
        for worker in stack.host_processes():
            os.kill(worker, signal.SIGKILL)
        hammer.wait_for(500)

    assert hammer.load.failures == {}
    stack.wait_until_ready()


@pytest.mark.engine("sqlite")
def test_a_worker_that_crashes_is_replaced_and_the_others_never_notice(start_stack):
    stack = start_stack(overrides=["server.workers=2"])
    # The site answers as soon as one worker does; who dies before all are ready ends the host's start.
    assert wait_until(lambda: "generation_ready" in stack.host.log.read_text(), 15)
    with echo_hammer(stack.site) as hammer, Client(stack.base_url) as web:
        hammer.wait_for(100)
        before = set(stack.host_processes())
        most = lost_with_a_worker(stack)
        # A POST: a GET that crashes its worker is repeated by nginx, and would crash the other one too.
        assert web.post("/probe/crash", json={}).status_code == 502
        assert wait_until(lambda: len(stack.host_processes()) == len(before) and set(stack.host_processes()) != before, 15)
        hammer.wait_for(200)

    assert sum(hammer.load.failures.values()) <= most, hammer.load


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_reload_under_load_fails_nothing(stack, site, method):
    with echo_hammer(site, method) as hammer:
        for _ in range(3):
            hammer.wait_for(200)
            stack.reload()
            hammer.wait_for(200)

    assert hammer.load.failures == {}
    assert hammer.load.requests >= 1200


@pytest.mark.engine("sqlite")
def test_a_reload_leaves_one_generation_in_the_end(stack, site, web):
    settled = int(stack.tables["server"].get("workers", 1)) + 1  # and the jobs process
    before = set(stack.host_processes())

    stack.reload()
    wait_until(lambda: len(stack.host_processes()) == settled and not before & set(stack.host_processes()), 40, 0.2)

    assert len(stack.host_processes()) == settled
    assert not before & set(stack.host_processes())
    assert web.get("/probe/echo").status_code == 200


@pytest.mark.engine("sqlite")
def test_a_reload_with_a_broken_configuration_keeps_the_old_one(start_stack):
    stack = start_stack()
    good = stack.config.read_text()
    before = set(stack.host_processes())
    stack.config.write_text(good + "\n[nonsense]\n")
    logged = stack.host.log.stat().st_size

    stack.host.signal(signal.SIGHUP)

    assert wait_until(lambda: "nonsense" in stack.host.log.read_text()[logged:], 15), stack.host.tail()
    assert stack.is_ready() and set(stack.host_processes()) == before
    stack.config.write_text(good)
    stack.reload()
    assert stack.is_ready()


@pytest.mark.engine("sqlite")
def test_sigterm_answers_what_is_in_flight_and_ends_within_five_seconds(start_stack):
    stack = start_stack()
    answers = []

    def ask():
        with Client(stack.base_url) as web:
            answers.append(web.get("/probe/sleep/1500").status_code)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    time.sleep(0.5)  # they are under way: the sleeps have begun
    processes = stack.host.members()
    began = time.monotonic()
    os.kill(stack.host.pid, signal.SIGTERM)
    assert wait_until(lambda: not stack.host.alive, 5.5), "still there after 5.5 s"
    took = time.monotonic() - began
    for thread in asking:
        thread.join()

    assert answers == [200] * 4
    assert 0.5 < took < 5.5
    assert not [pid for pid in processes if process_start(pid)]


@pytest.mark.engine("sqlite")
def test_sigquit_drains_before_it_ends(start_stack):
    stack = start_stack()
    with Client(stack.base_url) as web:
        answers = []
        asking = threading.Thread(target=lambda: answers.append(web.get("/probe/sleep/1500").status_code))
        asking.start()
        time.sleep(0.5)
        os.kill(stack.host.pid, signal.SIGQUIT)
        asking.join()

    assert answers == [200]
    assert wait_until(lambda: not stack.host.members(), 30)


@pytest.mark.engine("sqlite")
def test_idle_kept_connections_starve_nobody(start_stack):
    stack = start_stack(overrides=["server.threads=4", "server.heavy=1", "server.workers=1"])
    socket = stack.tables["server"]["listen"]
    idle = [Connection(socket) for _ in range(256)]
    try:
        for connection in idle:
            assert b"echo" in connection.get("/probe/echo")
        with echo_hammer(stack.site) as hammer:
            hammer.wait_for(400, seconds=30)
        for connection in idle:
            assert b"echo" in connection.get("/probe/echo")
    finally:
        for connection in idle:
            connection.close()

    assert hammer.load.failures == {}
    assert hammer.load.slowest < 5


@pytest.mark.engine("sqlite")
def test_heavy_requests_leave_threads_to_the_others(start_stack):
    stack = start_stack(overrides=["server.threads=1", "server.heavy=3", "server.workers=1"])
    answers = []

    def ask():
        with Client(stack.base_url) as web:
            status = 503
            while status == 503:  # the look below may have the place for a moment
                status = web.get("/probe/heavy/4000").status_code
            answers.append(status)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    with Client(stack.base_url) as web:
        assert wait_until(lambda: web.get("/probe/heavy/1").status_code == 503, 10), "a place is still free"
        refused = web.get("/probe/heavy/1")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        for _ in range(20):
            assert web.get("/probe/echo").status_code == 200
        assert not answers, "the heavy requests have ended too early to tell"
        for thread in asking:
            thread.join()
        assert answers == [200] * 3
        assert web.get("/probe/heavy/1").status_code == 200


@pytest.mark.engine("sqlite")
def test_half_requests_hold_no_thread_for_ever(start_stack):
    stack = start_stack(overrides=["server.threads=2", "server.heavy=1", "server.io_timeout=2"])
    halves = [Connection(stack.tables["server"]["listen"]) for _ in range(4)]
    try:
        for half in halves:
            half.socket.sendall(b"\x01\x01\x00\x01\x00\x08\x00\x00\x00\x01")
        with Client(stack.base_url) as web:
            assert web.get("/probe/echo", timeout=20).status_code == 200
    finally:
        for half in halves:
            half.close()


@pytest.mark.engine("sqlite")
def test_slow_clients_hold_no_thread(stack, site, web):
    """nginx takes the whole body before the host hears of it."""
    head = b"POST /probe/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    slow = [threading.Thread(target=exchange, args=(site["base_url"], head), kwargs={"seconds": 3}) for _ in range(40)]
    for thread in slow:
        thread.start()
    began = time.monotonic()
    for _ in range(20):
        assert web.get("/probe/echo").status_code == 200
    took = time.monotonic() - began
    for thread in slow:
        thread.join()

    assert took < 3


@pytest.mark.engine("mysql")
def test_a_database_that_is_away_is_503_in_bounded_time_and_comes_back(stack, site, web):
    path = "/probe/counters/away"
    with Hammer(site["base_url"], clients=CLIENTS, method="POST", path=path, body={}) as hammer:
        hammer.wait_for(50)
        stack.mariadb.stop()
        try:
            assert wait_until(lambda: web.post(path, json={}).status_code == 503, 15)
            hammer.wait_for(CLIENTS)
            assert web.get("/probe/echo").status_code == 200, "what needs no database goes on"
            assert web.get("/-/ready").status_code == 503
        finally:
            stack.mariadb.start()
        assert wait_until(lambda: web.post(path, json={}).status_code == 200, 20)
        hammer.wait_for(50)

    stack.wait_until_ready()
    assert set(hammer.load.statuses) <= {200, 503}, hammer.load
    assert not hammer.load.errors and hammer.load.slowest < 10, hammer.load


@pytest.mark.engine("mysql")
def test_a_killed_database_loses_nothing_that_was_acknowledged(stack, site, web):
    path, answers = "/probe/counters/killed", []
    with Hammer(site["base_url"], clients=4, method="POST", path=path, body={}) as hammer:
        hammer.wait_for(100)
        stack.mariadb.kill()
        stack.mariadb.start()
        assert wait_until(lambda: web.get(path).status_code == 200, 20)
        hammer.wait_for(50)

    # A connection of the host's that the kill has cut may still cost somebody a 503.
    assert wait_until(lambda: answers.append(web.get(path)) or answers[-1].status_code == 200, 20), answers[-1].text
    value = answers[-1].json()["value"]
    acknowledged = hammer.load.statuses[200]
    assert acknowledged <= value <= acknowledged + sum(hammer.load.failures.values())
