"""Waiting for what a browser does by itself."""

from contextlib import contextmanager

from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

POLL = 0.03  # Selenium's own half a second is longer than most pages take


def wait(browser, seconds: float = 30) -> WebDriverWait:
    return WebDriverWait(browser, seconds, POLL)


@contextmanager
def next_page(browser):
    """What is done inside leads to another page: returns when that is there."""
    old = browser.find_element(By.TAG_NAME, "html")
    yield
    wait(browser).until(lambda shown: shown.find_element(By.TAG_NAME, "html") != old)


def follow(browser, by: str, what: str) -> None:
    """Clicks a link or a button; returns when the next page is there."""
    with next_page(browser):
        browser.find_element(by, what).click()
