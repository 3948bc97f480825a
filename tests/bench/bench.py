"""The benchmarks: each against its ceiling or its peer, taken in turns in the same run, as medians and ratios.

    echo     an echo route through nginx and the host, against nginx' own `return 200`
    keys     issuing and returning keys, on SQLite (synchronous=FULL) and on MariaDB (innodb_flush_log_at_trx_commit=1),
             where an acknowledged write survives a power cut: through nginx, with device token, grants, groups,
             windows and curfew, against the Flask peer on the same kind of database, asked directly
    logins   the home page's p99 while 50 clients sign in, against the same page when nobody does; and their rate
             against what argon2 allows on this machine
    memory   what a worker weighs before and after many requests
    schedule /schedule with 500 courses for a signed-in student, against the echo route, on SQLite
    admin    each kind of list page of the administration at a million records, on SQLite and on MariaDB

Prints a table and writes build/bench.json. Absolute figures depend on the machine; the ratios hardly do.
"""

import argparse
import json
import shutil
import signal
import statistics
import sys
from pathlib import Path

for folder in ("support", "functional"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))

from callboard_dev.console import UserError, say, step
from callboard_dev.paths import BUILD
from callboard_dev.ports import find_free
from callboard_dev.stack import Options, Stack

from holders import holder  # noqa: E402
import key_access
import logins as sign_ins
import schedule as schedules
import admin_lists
from load import THREADS, Round, wrk
from memory import pss
from peer_server import Peer

FOLDER = BUILD / "bench"
CONNECTIONS = 64
HOLDERS = 1024
CEILING = """
location = /bench/ceiling {
    default_type application/json;
    return 200 '{"echo":true}';
}
"""

# What the issue asks for; a run that misses one says so and fails.
LEAST_ECHO_RATIO = 0.40
LEAST_KEYS_RATIO = {"sqlite": 20.0, "mysql": 8.0}
MOST_LOGIN_RATIO = 3.0
MOST_PSS_KIB = 40 * 1024
MOST_GROWTH_KIB = 2 * 1024
LEAST_SUCCESS = 0.99
MOST_LIST_MS = 100
LEAST_SCHEDULE_RATIO = 0.25
# What a database of a million records is given.
LIST_DATABASE_MEMORY = "1G"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", help="default: all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="of each round")
    parser.add_argument("--preset", default="release", help="which build (default: release)")
    parser.add_argument("--requests", type=int, default=200_000, help="of the memory benchmark")
    return parser.parse_args()


def bench_holders(rounds: int) -> list[tuple[str, list[str]]]:
    """Each with a key for each round, so that a round starts clean wherever the last one was cut off."""
    return [holder(number, keys=rounds + 1) for number in range(HOLDERS)]


def in_turns(rounds: int, one, other, names: tuple[str, str]) -> tuple[list[Round], list[Round]]:
    """A warm-up of each, then round by round one after the other, so that both meet the same machine."""
    one(0), other(0)
    ones, others = [], []
    for number in range(1, rounds + 1):
        ones.append(one(number))
        others.append(other(number))
        step(f"round {number}: {names[0]} {ones[-1].rate:,.0f}/s, {names[1]} {others[-1].rate:,.0f}/s")
    return ones, others


def summary(rounds: list[Round]) -> dict:
    return {
        "rate": round(statistics.median(r.rate for r in rounds)),
        "rates": [round(r.rate) for r in rounds],
        "p50_ms": statistics.median(r.p50_ms for r in rounds),
        "p99_ms": statistics.median(r.p99_ms for r in rounds),
        "success": round(min(r.success for r in rounds), 5),
    }


def compare(measured: list[Round], reference: list[Round]) -> dict:
    ratio = statistics.median(m.rate for m in measured) / statistics.median(r.rate for r in reference)
    return {"callboard": summary(measured), "reference": summary(reference), "ratio": round(ratio, 3)}


def echo(stack: Stack, options: argparse.Namespace) -> dict:
    def load(path: str):
        return lambda _number: wrk(stack.base_url + path, "get.lua", options.seconds, CONNECTIONS)

    ceiling, echoes = in_turns(options.rounds, load("/bench/ceiling"), load("/probe/echo"), ("ceiling", "echo"))
    return compare(echoes, ceiling)


def keys(options: argparse.Namespace) -> dict:
    """On stacks of its own, one for each database."""
    measured = {}
    for engine in LEAST_KEYS_RATIO:
        folder = FOLDER / f"keys-{engine}"
        shutil.rmtree(folder, ignore_errors=True)
        stack = Stack(Options(data=folder, ports=find_free(), preset=options.preset, probe=True, database=engine))
        with stack:
            step(f"keys, {engine}")
            measured[engine] = keys_on(stack, options)
        shutil.rmtree(folder, ignore_errors=True)
    return measured


def keys_on(stack: Stack, options: argparse.Namespace) -> dict:
    holders = bench_holders(options.rounds)
    key_access.fill(stack, holders)
    peer = Peer(stack.folder / "peer", find_free().http, stack.mariadb)
    peer.fill(holders)
    peer.start()
    token = stack.site.get("cabinet", {}).get("token", "")

    def load(url: str):
        return lambda number: wrk(url, "keys.lua", options.seconds, CONNECTIONS, KEYS_ROUND=str(number),
                                  KEYS_HOLDERS=str(HOLDERS // THREADS), KEYS_TOKEN=token)

    try:
        flask, callboard = in_turns(options.rounds, load(peer.url), load(stack.base_url), ("peer", "callboard"))
    finally:
        peer.stop()
    return compare(callboard, flask)


def logins(stack: Stack, options: argparse.Namespace) -> dict:
    return sign_ins.measure(stack.base_url, options.rounds, options.seconds, step)


def memory(stack: Stack, options: argparse.Namespace) -> dict:
    def workers() -> dict[int, int]:
        return {pid: pss(pid) for pid in stack.host_processes()}

    def load(requests: int) -> int:
        sent = 0
        while sent < requests:
            answered = wrk(stack.base_url + "/probe/echo", "get.lua", options.seconds, CONNECTIONS)
            sent += answered.requests
        return sent

    load(20_000)  # what is made once, at first use, is made
    before = workers()
    sent = load(options.requests)
    after = workers()
    if set(before) != set(after):
        raise UserError("a worker died during the benchmark")
    return {"requests": sent, "before_kib": sorted(before.values()), "after_kib": sorted(after.values()),
            "most_kib": max(after.values()), "growth_kib": max(after[pid] - before[pid] for pid in before)}


def admin(options: argparse.Namespace) -> dict:
    """On stacks of its own: the other benchmarks have a small database."""
    measured = {}
    for engine in ("sqlite", "mysql"):
        folder = FOLDER / f"admin-{engine}"
        shutil.rmtree(folder, ignore_errors=True)
        stack = Stack(Options(data=folder, ports=find_free(), preset=options.preset, probe=True, database=engine,
                              database_memory=LIST_DATABASE_MEMORY))
        with stack:
            measured[engine] = admin_lists.measure(stack, options, step)
        shutil.rmtree(folder, ignore_errors=True)
    return measured


def schedule(options: argparse.Namespace) -> dict:
    """On a stack of its own, which has no other courses."""
    folder = FOLDER / "schedule"
    shutil.rmtree(folder, ignore_errors=True)
    stack = Stack(Options(data=folder, ports=find_free(), preset=options.preset, probe=True, demo=False))
    with stack:
        measured = schedules.measure(stack, options, CONNECTIONS, in_turns, compare)
    shutil.rmtree(folder, ignore_errors=True)
    return measured


def comparisons(results: dict) -> dict[str, dict]:
    """Those that say how often it went well, by a name."""
    found = {"echo": results["echo"]} if "echo" in results else {}
    if "schedule" in results:
        found["schedule"] = results["schedule"]
    return found | {f"keys on {engine}": row for engine, row in results.get("keys", {}).items()}


def faults(results: dict) -> list[str]:
    found = []
    if "echo" in results and results["echo"]["ratio"] < LEAST_ECHO_RATIO:
        found.append(f"echo reaches {results['echo']['ratio']} of the ceiling; at least {LEAST_ECHO_RATIO} is asked for")
    if "schedule" in results and results["schedule"]["ratio"] < LEAST_SCHEDULE_RATIO:
        found.append(f"/schedule reaches {results['schedule']['ratio']} of echo; "
                     f"at least {LEAST_SCHEDULE_RATIO} is asked for")
    for engine, row in results.get("keys", {}).items():
        if row["ratio"] < LEAST_KEYS_RATIO[engine]:
            found.append(f"keys on {engine} are {row['ratio']} times the peer; "
                         f"at least {LEAST_KEYS_RATIO[engine]} is asked for")
    if "logins" in results and results["logins"]["ratio"] >= MOST_LOGIN_RATIO:
        found.append(f"sign-ins make the p99 of / {results['logins']['ratio']} times as long; "
                     f"less than {MOST_LOGIN_RATIO} is asked for")
    if "logins" in results and results["logins"]["refused"]:
        found.append(f"sign-ins were refused: {results['logins']['refused']}")
    for name, comparison in comparisons(results).items():
        for side in ("callboard", "reference"):
            if comparison[side]["success"] < LEAST_SUCCESS:
                found.append(f"{name}: only {comparison[side]['success']:.2%} of {side}'s requests succeeded")
    if "memory" in results and results["memory"]["most_kib"] > MOST_PSS_KIB:
        found.append(f"a worker weighs {results['memory']['most_kib']} KiB; at most {MOST_PSS_KIB} is asked for")
    if "memory" in results and results["memory"]["growth_kib"] > MOST_GROWTH_KIB:
        found.append(f"a worker grew by {results['memory']['growth_kib']} KiB")
    for engine, kinds in results.get("admin", {}).items():
        for kind, row in kinds.items():
            if row["median_ms"] > MOST_LIST_MS:
                found.append(f"admin list on {engine}, {kind}: {row['median_ms']} ms; at most {MOST_LIST_MS} is asked for")
    return found


def print_table(results: dict) -> None:
    say(f"\n{'':<28}{'median/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'success':>10}{'ratio':>8}")
    labels = {"echo": ("nginx return 200", "echo through the host"),
              "schedule": ("echo through the host", "/schedule, 500 courses"),
              "keys on sqlite": ("Flask peer, SQLite", "keys, SQLite, sync FULL"),
              "keys on mysql": ("Flask peer, MariaDB", "keys, MariaDB, flush 1")}
    for name, comparison in comparisons(results).items():
        for side, label in zip(("reference", "callboard"), labels[name]):
            row = comparison[side]
            ratio = f"{comparison['ratio']:.2f}" if side == "callboard" else ""
            say(f"{label:<28}{row['rate']:>10,}{row['p50_ms']:>9.2f}{row['p99_ms']:>9.2f}{row['success']:>10.2%}{ratio:>8}")
    if "logins" in results:
        print_logins(results["logins"])
    if "admin" in results:
        print_lists(results["admin"])
    if "memory" in results:
        row = results["memory"]
        say(f"\nPSS of the host's processes  {row['before_kib']} KiB, after {row['requests']:,} requests {row['after_kib']} KiB")


def print_lists(engines: dict) -> None:
    say(f"\n{'lists at 1,000,000 records, median ms':<38}" + "".join(f"{engine:>9}" for engine in engines))
    for kind in next(iter(engines.values())):
        say(f"  {kind:<36}" + "".join(f"{kinds[kind]['median_ms']:>9.1f}" for kinds in engines.values()))


def print_logins(row: dict) -> None:
    say("")
    for side in ("idle", "busy"):
        label = "/ while nobody signs in" if side == "idle" else f"/ while {row['clients']} clients do"
        ratio = f"{row['ratio']:.2f}" if side == "busy" else ""
        say(f"{label:<38}{row[side]['p50_ms']:>9.2f}{row[side]['p99_ms']:>9.2f}{ratio:>18}")
    say(f"sign-ins {row['logins']:.1f}/s, argon2 alone {row['ceiling']:.1f}/s: {row['of_ceiling']:.2f} of it")


def stop(_number, _frame) -> None:
    raise SystemExit(143)


def main() -> int:
    options = arguments()
    chosen = options.only or ["echo", "schedule", "keys", "logins", "memory", "admin"]
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    stack = Stack(Options(data=FOLDER / "stack", ports=find_free(), preset=options.preset, probe=True,
                          site_extra=CEILING))
    results = {"connections": CONNECTIONS, "rounds": options.rounds, "seconds": options.seconds}
    on_stack = [benchmark for benchmark in (echo, logins, memory) if benchmark.__name__ in chosen]
    if on_stack:
        with stack:
            for benchmark in on_stack:
                step(benchmark.__name__)
                results[benchmark.__name__] = benchmark(stack, options)
    if "schedule" in chosen:
        step("schedule")
        results["schedule"] = schedule(options)
    if "keys" in chosen:
        results["keys"] = keys(options)
    if "admin" in chosen:
        step("admin")
        results["admin"] = admin(options)
    print_table(results)
    missed = faults(results)
    results["faults"] = missed
    (BUILD / "bench.json").write_text(json.dumps(results, indent=2) + "\n")
    for fault in missed:
        say(f"MISSED: {fault}")
    say("build/bench.json has the figures")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"bench: {error}")
