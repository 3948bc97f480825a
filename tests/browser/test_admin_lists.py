"""A list of the administration in Chromium: on a large screen and on a telephone, in light and dark, without a mouse."""

import os

import pytest
from selenium.webdriver.common.by import By

from accessibility import violations
from pages import follow, next_page
from test_accounts import Page, russian, sign_in  # noqa: F401 (a fixture)

LIST = "/admin/probe-things"
PICTURES = os.environ.get("CALLBOARD_SCREENSHOTS")


@pytest.fixture
def admin(browser, site):
    page = Page(browser, site)
    signed_in(page, site)
    return page


def signed_in(page: Page, site) -> None:
    account = site["accounts"]["admin"]
    sign_in(page, account["username"], account["password"], LIST)


def picture(page: Page, name: str) -> None:
    """For somebody to look at, where a folder is named for it."""
    if PICTURES:
        size = page.browser.execute_script("return [window.innerWidth, document.documentElement.scrollHeight]")
        page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": size[0], "height": min(size[1], 3000), "deviceScaleFactor": 1, "mobile": size[0] < 500})
        page.browser.save_screenshot(f"{PICTURES}/{name}.png")


def titles(page: Page) -> list[str]:
    return [cell.text for cell in page.browser.find_elements(By.CSS_SELECTOR, "tbody th a")]


def test_a_list_is_searched_sorted_and_filtered(admin):
    browser = admin.browser
    browser.set_window_size(1280, 900)
    admin.open(LIST)
    admin.is_sound()
    assert len(titles(admin)) == 50 and violations(browser) == []
    picture(admin, "list")
    follow(browser, By.LINK_TEXT, "Price")
    assert browser.find_element(By.CSS_SELECTOR, "th[aria-sort]").get_attribute("aria-sort") == "ascending"
    admin.fill(q="lantern")
    admin.press("form[role=search] button.btn-primary")
    assert "q=lantern" in admin.path and "sort=price" in admin.path
    assert titles(admin) and all("antern" in title for title in titles(admin))
    browser.find_element(By.TAG_NAME, "summary").click()
    browser.find_element(By.CSS_SELECTOR, "select[name=kind] option[value=costume]").click()
    picture(admin, "filters")
    assert violations(browser) == []
    admin.press("details button.btn-primary")
    chips = browser.find_elements(By.CSS_SELECTOR, ".record-chips a")
    assert [chip.text for chip in chips] == ["Kind: Costume ×"]
    admin.is_sound()
    picture(admin, "filtered")
    with next_page(browser):
        chips[0].click()
    assert "kind=" not in admin.path and "q=lantern" in admin.path


def test_rows_are_ticked_at_once_and_asked_about(admin):
    browser = admin.browser
    admin.open(f"{LIST}?q=lantern")
    browser.find_element(By.CSS_SELECTOR, "[data-tick-all]").click()
    boxes = browser.find_elements(By.NAME, "ids")
    assert boxes and all(box.is_selected() for box in boxes)
    boxes[0].click()
    assert not browser.find_element(By.CSS_SELECTOR, "[data-tick-all]").is_selected()
    admin.press(".record-bulk button")
    assert admin.path.startswith(f"{LIST}/selection") and "Are they in good order?" in admin.text
    admin.is_sound()
    assert violations(browser) == []
    picture(admin, "selection")
    admin.press("main form button[name=confirm]")
    assert "This field is needed." in admin.text
    follow(browser, By.LINK_TEXT, "Cancel")
    assert admin.path == f"{LIST}?q=lantern"


def test_an_empty_list_is_sound(admin):
    admin.open(f"{LIST}?q=nothinglikethat")
    admin.is_sound()
    assert "Nothing was found." in admin.text and violations(admin.browser) == []
    picture(admin, "empty")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_telephone_shows_rows_as_cards(russian, site, theme):  # noqa: F811
    page = Page(russian, site)
    signed_in(page, site)
    russian.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    page.open(f"{LIST}?kind=prop")
    page.is_sound()
    assert len(titles(page)) == 50 and violations(russian) == []
    picture(page, f"telephone-{theme}")
