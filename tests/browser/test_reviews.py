"""A review's way in Chromium: written, read with the keyboard, approved, public, changed, in the queue again."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from accessibility import violations
from flashes import flash
from looks import SIZES, complaints
from test_accounts import Page, sign_in

SHOW = "The Importance of Being Earnest"
TEXT = "Handbags, all of them.\nAnd the tea was real."


def signed_in(browser, site, who: str) -> Page:
    browser.delete_all_cookies()
    page = Page(browser, site)
    sign_in(page, site["accounts"][who]["username"], site["accounts"][who]["password"], "/reviews/mine")
    return page


def type_key(browser, key: str) -> None:
    browser.find_element(By.TAG_NAME, "body").send_keys(key)


def next_page(browser, key: str) -> None:
    """Types a key that opens a page, and waits for it."""
    old = browser.find_element(By.TAG_NAME, "html")
    browser.switch_to.active_element.send_keys(key)
    WebDriverWait(browser, 20).until(lambda page: page.find_element(By.TAG_NAME, "html") != old)


def is_for_everybody(browser) -> None:
    width = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], browser.current_url
    assert violations(browser) == [], browser.current_url


def go_to(browser, text: str) -> None:
    """With j, from review to review, until the one with that text is the present one."""
    for _ in range(20):
        type_key(browser, "j")
        if text in browser.find_element(By.CSS_SELECTOR, ".review-current").text:
            return
    raise AssertionError(f"no review with {text}")


@pytest.mark.parametrize("size", SIZES)
def test_from_writing_to_the_queue_and_back(browser, site, size):
    browser.set_window_size(*SIZES[size])
    page = signed_in(browser, site, "student2")
    page.open("/reviews/new")
    is_for_everybody(browser)
    choice = browser.find_element(By.XPATH, f"//option[contains(., '{SHOW}')]")
    choice.click()
    browser.find_element(By.ID, "stars4").click()
    page.fill(text=TEXT)
    page.press()
    assert "Thank you" in flash(browser)
    is_for_everybody(browser)

    page = signed_in(browser, site, "admin")
    page.open("/admin/reviews")
    is_for_everybody(browser)
    type_key(browser, "?")
    assert browser.find_element(By.ID, "keys").get_attribute("open") is not None
    go_to(browser, "Handbags")
    next_page(browser, "a")
    assert "is approved" in flash(browser)
    page.open("/reviews")
    assert TEXT in page.text
    is_for_everybody(browser)

    page = signed_in(browser, site, "student2")
    page.open("/reviews/mine")
    browser.find_element(By.XPATH, f"//article[contains(., '{SHOW}')]//a[contains(@href, '/edit')]").send_keys(Keys.ENTER)
    page.fill(text="Handbags, and cucumber too.")
    page.press()
    assert "will be public" in flash(browser)
    page.open("/reviews")
    assert TEXT in page.text

    page = signed_in(browser, site, "admin")
    page.open("/admin/reviews")
    go_to(browser, "cucumber too")
    next_page(browser, "r")
    WebDriverWait(browser, 10).until(
        lambda shown: shown.switch_to.active_element.get_attribute("name") == "reason")
    is_for_everybody(browser)
    page.fill(reason="For the next test.")
    page.press("#reject button")
    assert "is rejected" in flash(browser)
    page.open("/reviews")
    assert TEXT in page.text, "the approved text stays"
    assert complaints(browser) == []

    page = signed_in(browser, site, "student2")
    browser.find_element(By.XPATH, f"//article[contains(., '{SHOW}')]//a[contains(@href, '/edit')]").send_keys(Keys.ENTER)
    browser.find_element(By.TAG_NAME, "summary").click()
    page.press("details button")
    assert "is withdrawn" in flash(browser)
