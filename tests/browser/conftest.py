"""Chromium against a running stack. A test gets `browser`, with English as its language, and `site`."""

import os
import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from callboard_dev.paths import BUILD
from callboard_dev.ports import find_free
from callboard_dev.stack import Options, Stack

PRESET = os.environ.get("CALLBOARD_TEST_PRESET", "dev")


@pytest.fixture(scope="session")
def site(worker_id):
    folder = BUILD / "browser" / worker_id
    shutil.rmtree(folder, ignore_errors=True)
    stack = Stack(Options(data=folder, ports=find_free(), preset=PRESET, probe=True))
    try:
        stack.start()
        yield stack.site
    finally:
        stack.stop()


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
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


@pytest.fixture
def browser(tmp_path):
    driver = chromium("en", tmp_path / "profile")
    driver.set_page_load_timeout(30)
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def admin(browser, site):
    """The browser, signed in as the administrator."""
    browser.get(site["base_url"] + "/login")
    account = site["accounts"]["admin"]
    browser.find_element(By.NAME, "email").send_keys(account["username"])
    browser.find_element(By.NAME, "password").send_keys(account["password"])
    browser.find_element(By.CSS_SELECTOR, "main form button[type=submit]").click()
    return browser
