"""./dev itself: stacks that come up, describe themselves and leave nothing behind."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import tomllib

import pytest

from callboard_dev import configuration, packages
from callboard_dev.console import UserError
from callboard_dev.mariadb import MariaDb
from callboard_dev.paths import ROOT
from callboard_dev.ports import find_free
from callboard_dev.service import Service, process_start, wait_until
from clients import Client
from conftest import PRESET

DEV = str(ROOT / "dev")


def processes_of(folder) -> list[int]:
    """The living processes that name this folder on their command line."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit() and process_start(int(entry)):
            try:
                command = open(f"/proc/{entry}/cmdline", "rb").read().decode(errors="replace")
            except OSError:
                continue
            if f"{folder}/" in command:
                found.append(int(entry))
    return found


@pytest.fixture
def folder(stacks_folder):
    made = stacks_folder / "dev"
    shutil.rmtree(made, ignore_errors=True)
    yield made
    subprocess.run([DEV, "down", "--data", str(made)], capture_output=True)
    assert processes_of(made) == []


def arguments(folder, port, *more):
    return ["--preset", PRESET, "--data", str(folder), "--port", str(port), *more]


# Where what the stack serves does not matter: its demo data are made in no time.
LIGHT = ("--plugins", "key_cabinet")


def dev(*command, **options):
    return subprocess.run([DEV, *command], capture_output=True, text=True, timeout=150, **options)


def test_up_returns_when_it_is_ready_and_down_leaves_nothing(folder):
    port = find_free().http

    started = dev("up", *arguments(folder, port))
    assert started.returncode == 0, started.stderr
    site = json.loads((folder / "site.json").read_text())
    with Client(site["base_url"]) as web:
        assert web.get("/-/ready").status_code == 200
        assert web.get("/").status_code == 200
    assert site["base_url"] in started.stdout and site["cabinet"]["token"] in started.stdout

    stopped = dev("down", "--data", str(folder))
    assert stopped.returncode == 0
    assert processes_of(folder) == []


def test_a_second_up_in_the_same_folder_or_on_the_same_port_says_what_is_wrong(folder):
    port = find_free().http
    assert dev("up", *arguments(folder, port, *LIGHT)).returncode == 0

    again = dev("up", *arguments(folder, find_free().http, *LIGHT))
    beside = dev("up", *arguments(folder.with_name("dev-beside"), port, *LIGHT))

    assert again.returncode == 1 and "in use by a running host" in again.stderr
    assert beside.returncode == 1 and f"in use by another program: port {port}" in beside.stderr
    assert "Traceback" not in again.stderr + beside.stderr
    with Client(f"http://localhost:{port}") as web:
        assert web.get("/-/ready").status_code == 200, "the first one goes on"


def test_the_data_stay_from_one_up_to_the_next(folder):
    port = find_free().http
    assert dev("up", *arguments(folder, port, *LIGHT)).returncode == 0
    first = json.loads((folder / "site.json").read_text())
    dev("down", "--data", str(folder))

    assert dev("up", *arguments(folder, port, *LIGHT)).returncode == 0
    second = json.loads((folder / "site.json").read_text())

    assert first == second
    with Client(second["base_url"]) as web:
        answer = web.post("/issue_key", json={"serial": "12345ABC", "key": "102"},
                          headers={"Authorization": f"Bearer {first['cabinet']['token']}"})
    assert answer.status_code == 200


def test_set_and_plugins_reach_the_host(folder):
    port = find_free().http

    started = dev("up", *arguments(folder, port, "--plugins", "key_cabinet", "--set", "plugins.key_cabinet.auth=open",
                                   "--set", "site.name=Our \"school\""))

    assert started.returncode == 0, started.stderr
    with Client(f"http://localhost:{port}") as web:
        assert web.post("/issue_key", json={"serial": "12345ABC", "key": "101"}).status_code == 200
    tables = tomllib.loads((folder / "callboard.toml").read_text())
    assert tables["site"]["name"] == 'Our "school"'
    assert tables["plugins"]["enabled"] == ["key_cabinet"]


def test_a_wrong_setting_ends_with_the_hosts_own_words_and_nothing_left(folder):
    started = dev("up", *arguments(folder, find_free().http, "--set", "server.thredas=4"))

    assert started.returncode == 1
    assert "thredas" in started.stderr and "callboard.toml:" in started.stderr
    assert "Traceback" not in started.stderr
    assert processes_of(folder) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_run_stops_everything_however_it_ends(folder, number):
    port = find_free().http
    running = subprocess.Popen([DEV, "run", *arguments(folder, port, *LIGHT)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, start_new_session=True)
    try:
        line = ""
        while "Ctrl-C" not in line:
            line = running.stdout.readline()
            assert line, "ended before it was ready"
        began = time.monotonic()
        running.send_signal(number)
        status = running.wait(30)
        assert wait_until(lambda: not processes_of(folder), 15)
    finally:
        if running.poll() is None:
            running.kill()
        running.stdout.close()

    assert time.monotonic() - began < 20
    assert status == (0 if number != signal.SIGKILL else -signal.SIGKILL)


def test_mysql_runs_in_a_private_server(folder):
    started = dev("up", *arguments(folder, find_free().http, "--database", "mysql", *LIGHT))

    assert started.returncode == 0, started.stderr
    site = json.loads((folder / "site.json").read_text())
    assert site["database"] == "mysql"
    assert MariaDb(folder).is_ready()
    assert dev("down", "--data", str(folder)).returncode == 0
    assert processes_of(folder) == []


def test_down_where_nothing_runs_is_no_error_and_touches_nobody_else(folder):
    (folder / "run").mkdir(parents=True)
    bystander = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        # A stale pid file whose number another program has by now.
        (folder / "run/host.pid").write_text(json.dumps({"pid": bystander.pid, "started": 1}))

        assert dev("down", "--data", str(folder)).returncode == 0
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_service_that_ignores_its_signal_is_killed_with_its_children(folder):
    script = "trap '' TERM; sleep 300 & sleep 300"
    service = Service("stubborn", ["bash", "-c", script], folder, grace=0.5)
    service.start()
    assert wait_until(lambda: len(service.members()) == 3, 5)
    members = service.members()

    service.stop()

    assert not [pid for pid in members if process_start(pid)]


def test_a_busy_port_is_named():
    ports = find_free()
    with socket.create_server(("127.0.0.1", ports.cabinet)):
        started = dev("up", "--preset", PRESET, "--data", str(ROOT / "build/functional/never"), "--port", str(ports.http))

    assert started.returncode == 1
    assert str(ports.cabinet) in started.stderr and "--port" in started.stderr


@pytest.mark.parametrize("override, expected", [
    ("server.threads=4", {"server": {"threads": 4}}),
    ("site.name=A school", {"site": {"name": "A school"}}),
    ("site.name=\"A=B\"", {"site": {"name": "A=B"}}),
    ("plugins.key_cabinet.auth=open", {"plugins": {"key_cabinet": {"auth": "open"}}}),
    ("plugins.enabled=[\"a\", \"b\"]", {"plugins": {"enabled": ["a", "b"]}}),
    ("mail.keep=true", {"mail": {"keep": True}}),
])
def test_an_override_is_toml_or_a_text(override, expected):
    tables = {}
    configuration.apply(tables, override)

    assert tables == expected


@pytest.mark.parametrize("override", ["nonsense", "server=1", ".a=1", "=1", "server.threads"])
def test_a_malformed_override_is_refused(override):
    with pytest.raises(UserError):
        configuration.apply({"server": {"threads": 1}}, override)


def test_what_is_written_as_toml_is_read_back():
    tables = {"a": {"text": "q\"\\\n\x07я", "number": -3, "float": 0.5, "flag": False, "list": ["x", 1]},
              "b": {"plain": 1, "inner": {"deep": {"x": "y"}}}, "empty": {}}

    assert tomllib.loads(configuration.toml(tables)) == tables


def test_every_package_stands_once_in_a_group():
    text = (ROOT / "tools/packages.txt").read_text()
    groups = set(re.findall(r"^(\w+):", text, re.M))

    assert {"build", "run", "mysql", "test", "browser", "bench", "lint", "fuzz", "package"} == groups
    for group in groups:
        names = packages.wanted([group])
        assert names and len(names) == len(set(names))


def test_a_package_that_is_not_installed_is_found_missing():
    assert packages.missing(["bash", "no-such-package-of-ours"]) == ["no-such-package-of-ours"]
