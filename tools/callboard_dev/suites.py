"""`./dev test`: the test suites, one after the other; their output goes to the terminal and to build/test-logs/."""

import argparse
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import build, packages
from .console import UserError, say, step
from .paths import BUILD, ROOT, tool_environment

LOGS = BUILD / "test-logs"
SUITES = ("unit", "functional", "browser", "soak")
PR_SET_PDEATHSIG = 1
NONE_CHOSEN = 5  # pytest's, where -k names no test of a folder
UNIT_JOBS = len(os.sched_getaffinity(0)) + 2  # mails, jobs and masters spend their tests waiting


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"{', '.join(SUITES)}; default: all but soak")
    parser.add_argument("--preset", default="dev", choices=build.presets(), help="of the unit tests (default: dev)")
    parser.add_argument("--rooms", metavar="A,B", help="only these rooms' unit tests, and only they are built")
    parser.add_argument("-k", dest="expression", metavar="EXPRESSION", help="only the pytest tests that it names")


def recorded(name: str, argv: list[str], environment: dict[str, str]) -> int:
    """Runs a suite; its output is shown as it comes and kept in build/test-logs/NAME.log."""
    LOGS.mkdir(parents=True, exist_ok=True)
    prctl = ctypes.CDLL(None).prctl
    with open(LOGS / f"{name}.log", "wb") as log:
        child = subprocess.Popen(argv, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT,
                                 preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0))
        try:
            while chunk := child.stdout.read1(65536):
                log.write(chunk)
                sys.stdout.buffer.write(chunk)
                sys.stdout.flush()
            return child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


def room_targets(rooms: str | None) -> list[str] | None:
    return [f"test_{room}" for room in rooms.split(",")] if rooms else None


def unit(arguments: argparse.Namespace) -> int:
    name = "unit" if arguments.preset == "dev" else f"unit-{arguments.preset}"
    chosen = ["-R", f"^({'|'.join(arguments.rooms.split(','))})$"] if arguments.rooms else []
    environment = tool_environment()
    environment["ASAN_OPTIONS"] = "strict_string_checks=1:detect_stack_use_after_return=1"
    environment["UBSAN_OPTIONS"] = "print_stacktrace=1:halt_on_error=1"
    environment["TSAN_OPTIONS"] = f"second_deadlock_stack=1:suppressions={ROOT / 'tests/tsan.supp'}"
    environment["LSAN_OPTIONS"] = f"suppressions={ROOT / 'tests/lsan.supp'}"
    return recorded(name, ["ctest", "--test-dir", str(BUILD / arguments.preset), "--output-on-failure", "--no-tests=error",
                           "-j", str(UNIT_JOBS), "--output-junit", str(LOGS / f"{name}.xml"), *chosen], environment)


def pytest(name: str, arguments: argparse.Namespace, *options: str, of: str | None = None) -> int:
    """The suite `name`: the tests in the folder of that name, or some `of` another's."""
    folder = ROOT / "tests" / (of or name)
    if not folder.is_dir():
        step(f"there are no {name} tests yet")
        return 0
    chosen = ["-k", arguments.expression] if arguments.expression else []
    return recorded(name, ["/usr/bin/python3", "-m", "pytest", "-c", str(ROOT / "tests/pytest.ini"), str(folder),
                           f"--junit-xml={LOGS / name}.xml", *options, *chosen], tool_environment())


def functional(arguments: argparse.Namespace) -> int:
    return pytest("functional", arguments, "-n", "3", "--dist", "loadgroup")


def browser(arguments: argparse.Namespace) -> int:
    return pytest("browser", arguments, "-n", "2", "--dist", "loadfile")


# Two runs, since the folders have modules of the same names.
def soak(arguments: argparse.Namespace) -> int:
    statuses = [pytest(name, arguments, "--soak", "-m", "soak", of=folder)
                for name, folder in (("soak", "functional"), ("soak-browser", "browser"))]
    found = [status for status in statuses if status != NONE_CHOSEN]
    return max(found, default=NONE_CHOSEN)


RUN = {"unit": unit, "functional": functional, "browser": browser, "soak": soak}


def prepare(suites: list[str], arguments: argparse.Namespace) -> None:
    groups = ["build", "test", "run", "mysql"] + (["browser"] if {"browser", "soak"} & set(suites) else [])
    packages.ensure(*groups)
    if "unit" in suites:
        build.build(arguments.preset, room_targets(arguments.rooms))
    if set(suites) - {"unit"}:
        build.build("dev")


def stop(_number, _frame) -> None:
    raise SystemExit(143)


def run(arguments: argparse.Namespace) -> int:
    suites = arguments.suites or ["unit", "functional", "browser"]
    if unknown := set(suites) - set(SUITES):
        raise UserError(f"there is no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    prepare(suites, arguments)
    results = []
    for name in suites:
        step(f"{name} tests")
        began = time.monotonic()
        status = RUN[name](arguments)
        results.append((name, status, time.monotonic() - began))
    say("")
    for name, status, seconds in results:
        say(f"{name:<11} {'passed' if status == 0 else 'FAILED'}   {seconds:6.1f} s   build/test-logs/{name}.log")
    return 1 if any(status for _, status, _ in results) else 0


def keep_logs(folder: Path, name: str) -> None:
    """Copies a stack's logs to build/test-logs/NAME/ (the tests' fixtures call it)."""
    kept = LOGS / name
    shutil.rmtree(kept, ignore_errors=True)
    if (folder / "log").is_dir():
        os.makedirs(kept.parent, exist_ok=True)
        shutil.copytree(folder / "log", kept)
