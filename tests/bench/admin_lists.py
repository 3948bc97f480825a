"""Lists of the administration at a million records, through nginx, signed in, on one engine: each kind of page in turns."""

import argparse
import html
import re
import statistics
import time

from callboard_dev.stack import Stack

from accounts import Browser, add_admin
from things import add_things, code

LIST = "/admin/probe-things"
RECORDS = 1_000_000
DEEP = 20  # pages that are walked before one is deep by its own links


def next_page(browser: Browser, path: str) -> str:
    found = re.search(r'rel="next" href="([^"]+)"', browser.get(path).text)
    return html.unescape(found[1])


def deep(browser: Browser, path: str) -> str:
    for _ in range(DEEP):
        path = next_page(browser, path)
    return path


def pages(browser: Browser) -> dict[str, str]:
    """The kinds of page, and an address of each. A range begins in the midst of the table; from there on it is deep."""
    rare, far = code(777_777), f"{LIST}?sort=price&price.from=100000"
    return {
        "first page": LIST,
        "by title, downwards": f"{LIST}?sort=-title",
        "by price": f"{LIST}?sort=price",
        "by price, downwards": f"{LIST}?sort=-price",
        "by time": f"{LIST}?sort=made_at",
        "by day, downwards": f"{LIST}?sort=-bought",
        "newest": f"{LIST}?sort=-id",
        "deep": deep(browser, LIST),
        "deep, backwards": next_page(browser, far).replace("after=", "before="),
        "half way, by price": deep(browser, far),
        "a value": f"{LIST}?kind=prop",
        "a rare value": f"{LIST}?kind=sound",
        "a value, deep": deep(browser, f"{LIST}?kind=prop"),
        "a value by price": f"{LIST}?kind=costume&sort=price",
        "a flag": f"{LIST}?lent=yes",
        "a reference": f"{LIST}?maker=499",
        "two values": f"{LIST}?kind=sound&lent=yes",
        "a wide range": f"{LIST}?made_at.from=2020-01-01",
        "a narrow range": f"{LIST}?price.from=150000&price.to=150099",
        "a rare word": f"{LIST}?q={rare}",
        "a word of all": f"{LIST}?q=theatre",
        "a common word": f"{LIST}?q=crown",
        "a common word, Russian": f"{LIST}?q=корона",
        "a beginning": f"{LIST}?q=ma",
        "a word of few": f"{LIST}?q=benefit",
        "common words together": f"{LIST}?q=velvet+crown",
        "a common word, deep": deep(browser, f"{LIST}?q=crown"),
        "a common word by price": f"{LIST}?q=mirror&sort=-price",
        "a word and a value": f"{LIST}?q=mirror&kind=costume",
    }


def measure(stack: Stack, options: argparse.Namespace, step) -> dict:
    step(f"{RECORDS:,} records on {stack.options.database}")
    add_things(stack, RECORDS)
    with Browser(stack.base_url) as browser:
        browser.sign_in(add_admin(stack))
        kinds = pages(browser)
        times: dict[str, list[float]] = {kind: [] for kind in kinds}
        for number in range(options.rounds + 1):  # the first one warms up
            for kind, path in kinds.items():
                began = time.perf_counter()
                answer = browser.get(path)
                took = (time.perf_counter() - began) * 1000
                assert answer.status_code == 200, f"{kind}: {answer.status_code}"
                if number:
                    times[kind].append(took)
    return {kind: {"median_ms": round(statistics.median(taken), 1), "most_ms": round(max(taken), 1)}
            for kind, taken in times.items()}
