"""`./dev run`, `./dev up`, `./dev down`."""

import argparse
import os
import signal
import threading
from pathlib import Path

from . import build, packages
from .console import UserError, say, step
from .mariadb import MariaDb
from .paths import ROOT
from .ports import Ports
from .service import Service
from .stack import Options, Stack


def add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=ROOT / "var/dev", metavar="DIR",
                        help="the stack's folder (default: var/dev)")


def add_options(parser: argparse.ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--port", type=int, default=8080, metavar="N",
                        help="http; https is N+363, the cabinet's TLS N+1363 (default: 8080)")
    parser.add_argument("--database", choices=("sqlite", "mysql"), default="sqlite",
                        help="mysql starts a private MariaDB (default: sqlite)")
    parser.add_argument("--plugins", metavar="A,B", help="only these plugins")
    parser.add_argument("--preset", choices=build.presets(), default="release", help="which build (default: release)")
    parser.add_argument("--set", action="append", default=[], dest="overrides", metavar="SECTION.KEY=VALUE",
                        help="overrides the configuration; repeatable")


def make_stack(arguments: argparse.Namespace) -> Stack:
    packages.ensure("build", "run", *(["mysql"] if arguments.database == "mysql" else []))
    build.build(arguments.preset)
    plugins = None
    if arguments.plugins is not None:
        plugins = [name.strip() for name in arguments.plugins.split(",") if name.strip()]
    return Stack(Options(data=arguments.data.absolute(), ports=Ports(arguments.port),
                         preset=arguments.preset, database=arguments.database,
                         plugins=plugins, overrides=arguments.overrides))


def describe(stack: Stack) -> None:
    site = stack.site
    say(f"\n  The site       {site['base_url']}   {site['https_url']}")
    say(f"  Key cabinets   {site['cabinet_url']}   (CA: {site['ca_file']})")
    say(f"  Mails          {site['mail_dir']}")
    for role, account in site.get("accounts", {}).items():
        if account:
            say(f"  {role:<14} {account.get('username') or account.get('email')} / {account.get('password')}")
    for holder in site.get("holders", []):
        say(f"  key holder     {holder.get('serial')}: {', '.join(holder.get('access', []))}")
    if token := site.get("cabinet", {}).get("token"):
        say(f"  cabinet token  {token}")
        say(f"\n  curl {site['base_url']}/issue_key -H 'Authorization: Bearer {token}' \\\n"
            "       -H 'Content-Type: application/json' -d '{\"serial\": \"12345ABC\", \"key\": \"101\"}'")
    say(f"\n  Everything of it is in {stack.folder}; site.json there describes it.")


class Stop(Exception):
    """A signal asked for the end."""


def raise_stop(_number, _frame) -> None:
    raise Stop


def follow(log: Path, done: threading.Event) -> None:
    """Prints what is added to a log file until `done`."""
    while not log.exists() and not done.wait(0.1):
        pass
    with open(log, errors="replace") as lines:
        while True:
            line = lines.readline()
            if line:
                try:
                    print(line, end="", flush=True)
                except OSError:  # the terminal has gone
                    return
            elif done.wait(0.2):
                return


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(arguments: argparse.Namespace) -> int:
    stack = make_stack(arguments)
    stop = threading.Event()
    for number in SIGNALS:
        signal.signal(number, raise_stop)
    try:
        stack.start()
        for number in SIGNALS:  # from here on it is asked for, not forced upon whatever runs just then
            signal.signal(number, lambda *_: stop.set())
        failed = watch(stack, stop)
    except Stop:
        return 0
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # nothing shall cut the clean-up short
        stack.stop()
    if failed:
        raise failed.failure("ended by itself")
    return 0


def watch(stack: Stack, stop: threading.Event) -> Service | None:
    """Shows the logs until `stop`, or until a service ends by itself, which is returned."""
    describe(stack)
    say("  Ctrl-C stops it. The host's log:\n")
    followers = [threading.Thread(target=follow, args=(service.log, stop), daemon=True)
                 for service in (stack.host, stack.nginx)]
    for follower in followers:
        follower.start()
    failed = None
    while not failed and not stop.wait(0.5):
        failed = next((service for service in stack.services() if not service.alive), None)
    stop.set()
    for follower in followers:
        follower.join(2)
    return failed


def up(arguments: argparse.Namespace) -> int:
    stack = make_stack(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stop)
    try:
        stack.start(outlive=True)
    except Stop:
        return 130
    describe(stack)
    say(f"  ./dev down --data {os.path.relpath(stack.folder)} stops it.")
    return 0


def down(arguments: argparse.Namespace) -> int:
    folder = arguments.data.absolute()
    if not folder.is_dir():
        raise UserError(f"{folder} is not there")
    # In the order in which they stop; what they are made from is known to `start` alone.
    services = [Service("nginx", [], folder), Service("host", [], folder, grace=8), MariaDb(folder)]
    running = [service for service in services if service.members()]
    for service in services:
        service.stop()
    for service in running:
        step(f"stopped {service.name}")
    if not running:
        step("nothing was running")
    return 0
