"""Chromium against a running stack. A test gets `browser`, with English as its language, and `site`."""

import os
import shutil
from contextlib import contextmanager

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from callboard_dev.paths import BUILD
from callboard_dev.ports import find_free
from callboard_dev.stack import Options, Stack
from callboard_dev.suites import keep_logs
from long_runs import pytest_addoption, skip_long_runs, soak  # noqa: F401 (pytest finds them here)
from memory_folder import memory_folder
from pages import follow
from stack_options import PRESET, options_for_tests  # noqa: F401 (tests import it from here)


def pytest_collection_modifyitems(config, items):
    skip_long_runs(config, items)


@pytest.fixture(scope="session")
def stack(worker_id):
    """The running stack that all tests of this worker share: whoever breaks it mends it before the test ends."""
    with memory_folder(BUILD / "browser" / worker_id) as folder:
        made = Stack(Options(data=folder / "stack", ports=find_free(), **options_for_tests()))
        try:
            made.start()
            yield made
        finally:
            made.stop()
            keep_logs(made.folder, f"browser/{worker_id}")


@pytest.fixture(scope="session")
def site(stack):
    """What site.json says."""
    return stack.site


def chromium(language: str, folder) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}", f"--lang={language}",
                     "--force-prefers-reduced-motion"):  # Bootstrap scrolls smoothly, and a click would miss
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(30)
    return driver


def forget(driver: webdriver.Chrome) -> None:
    """A new window of the same size and nothing else: what a test pretends (a telephone, a theme, a passkey device)
    goes with its window, and what pages left behind is removed."""
    driver.switch_to.new_window("window")
    kept = driver.current_window_handle
    for window in driver.window_handles:
        if window != kept:
            driver.switch_to.window(window)
            driver.close()
    driver.switch_to.window(kept)
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    driver.get_log("browser")


class Chromiums:
    """One Chromium of each language for all tests of this worker: to start one takes longer than most tests."""

    def __init__(self, folder):
        self.folder = folder
        self.drivers: dict[str, webdriver.Chrome] = {}

    @contextmanager
    def borrowed(self, language: str):
        """As good as one that has just been started."""
        if language not in self.drivers:
            self.drivers[language] = chromium(language, self.folder / language)
        driver = self.drivers[language]
        try:
            yield driver
        finally:
            try:
                forget(driver)
            except WebDriverException:  # the test broke it
                self.drivers.pop(language).quit()
                shutil.rmtree(self.folder / language, ignore_errors=True)

    def quit(self) -> None:
        for driver in self.drivers.values():
            driver.quit()


@pytest.fixture(scope="session")
def chromiums(tmp_path_factory):
    made = Chromiums(tmp_path_factory.mktemp("chromium"))
    try:
        yield made
    finally:
        made.quit()


@pytest.fixture
def browser(chromiums):
    with chromiums.borrowed("en") as driver:
        yield driver


@pytest.fixture
def admin(browser, site):
    """The browser, signed in as the administrator."""
    browser.get(site["base_url"] + "/login")
    account = site["accounts"]["admin"]
    browser.find_element(By.NAME, "email").send_keys(account["username"])
    browser.find_element(By.NAME, "password").send_keys(account["password"])
    follow(browser, By.CSS_SELECTOR, "main form button[type=submit]")
    return browser
