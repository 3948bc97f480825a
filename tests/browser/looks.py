"""How pages are looked at: on a telephone and at a desk, in the dark and in the light."""

import pytest
from selenium.webdriver.common.by import By

from accessibility import violations

SIZES = {"phone": (360, 740), "desktop": (1280, 900)}


def in_pairs(names: str, ones, others):
    """Parametrizes by all pairs. Every run sees each value once, in the pairs of the same place; `./dev test soak`
    sees the other pairs."""
    return pytest.mark.parametrize(names, [
        pytest.param(one, other, id=f"{one}-{other}", marks=[] if here == there else [pytest.mark.soak])
        for here, one in enumerate(ones) for there, other in enumerate(others)])


looks = in_pairs("size, scheme", SIZES, ["dark", "light"])


def shade(browser, scheme: str) -> None:
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                            {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def complaints(browser) -> list[str]:
    """What the console says: a policy that refuses something of ours, a file that is not there."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def fits(browser) -> bool:
    width = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    return width[0] <= width[1]


def assert_good(browser, site, paths, size: str, scheme: str) -> None:
    """These pages fit, can be used by everybody, and the browser has nothing to complain about."""
    shade(browser, scheme)
    browser.set_window_size(*SIZES[size])
    for path in paths:
        browser.get(site["base_url"] + path)
        assert fits(browser), path
        assert browser.find_element(By.TAG_NAME, "h1").is_displayed(), path
        assert violations(browser) == [], path
        assert complaints(browser) == [], path
