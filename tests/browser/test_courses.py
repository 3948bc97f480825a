"""Booking a course on a phone, and answering an offer; both without needing a script."""

import pytest
from selenium.webdriver.common.by import By

from accessibility import violations
from looks import SIZES, complaints, fits, shade
from test_accounts import Page

PHONE = (390, 844)
FREE = "Работа над ролью: Чехов"  # nobody of the demonstration has enrolled in it


def sign_in(page: Page, site: dict, who: str) -> None:
    account = site["accounts"][who]
    page.open("/login")
    page.fill(email=account["username"], password=account["password"])
    page.press()


def without_scripts(browser) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})


def card(browser, title: str):
    return next(card for card in browser.find_elements(By.CSS_SELECTOR, "article.notice")
                if title in card.find_element(By.TAG_NAME, "h2").text)


def test_a_course_is_booked_on_a_phone_with_a_summary(browser, site):
    browser.set_window_size(*PHONE)
    page = Page(browser, site)
    sign_in(page, site, "student2")
    for number in range(1, 30):
        page.open(f"/courses/{number}/enrol")
        if FREE in page.text:
            break
    assert fits(browser) and violations(browser) == []
    choice = browser.find_elements(By.CSS_SELECTOR, "#teacher option")
    choice[-1].click()
    page.press()
    assert browser.find_element(By.TAG_NAME, "h1").text == "Is this right?"
    assert fits(browser) and violations(browser) == []
    assert browser.find_elements(By.CSS_SELECTOR, "main li time")
    page.press("button[name=confirm]")
    assert page.flashes() == ["Your request is sent. The school decides, and we tell you by e-mail."]
    assert "pending" in card(browser, FREE).text
    assert fits(browser) and violations(browser) == []
    assert complaints(browser) == []


def test_an_offer_is_accepted_without_scripts(browser, site):
    browser.set_window_size(*PHONE)
    page = Page(browser, site)
    sign_in(page, site, "student")
    without_scripts(browser)
    page.open("/enrolments?state=offered")
    number = browser.find_element(By.CSS_SELECTOR, "article.notice").get_attribute("id").rpartition("-")[2]
    page.press(f"form[action='/enrolments/{number}/accept'] button")
    assert page.flashes() == ["The place is yours."]
    assert "confirmed" in browser.find_element(By.ID, f"enrolment-{number}").text


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_ones_enrolments_fit_and_everybody_can_read_them(browser, site, dark):
    page = Page(browser, site)
    sign_in(page, site, "student")
    if dark:
        shade(browser, "dark")
    for size in SIZES.values():
        browser.set_window_size(*size)
        page.open("/enrolments")
        assert fits(browser) and violations(browser) == []
    assert len(browser.find_elements(By.CSS_SELECTOR, "article.notice")) >= 5
    assert complaints(browser) == []
