"""The playbill and the site's settings, as browsers of all sizes show them."""

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By

from accessibility import violations
from looks import SIZES, assert_good, complaints, fits, looks
from pages import next_page
from test_accounts import Page

PATHS = ("/", "/shows", "/shows?past=1", "/shows/7", "/privacy", "/register")


@looks
def test_the_public_pages_fit_and_everybody_can_read_them(browser, site, size, scheme):
    assert_good(browser, site, PATHS, size, scheme)


def test_a_whole_card_leads_to_its_show(browser, site):
    browser.get(site["base_url"] + "/shows")
    title = browser.find_element(By.CSS_SELECTOR, ".show-title").text
    with next_page(browser):
        ActionChains(browser).move_to_element(browser.find_element(By.CSS_SELECTOR, ".show-poster")).click().perform()
    assert browser.find_element(By.TAG_NAME, "h1").text == title
    assert browser.execute_script("return document.querySelector('.show-picture').naturalWidth") == 1200


@pytest.mark.parametrize("size", SIZES)
def test_the_settings_are_saved_and_shown(browser, site, size):
    browser.set_window_size(*SIZES[size])
    page = Page(browser, site)
    admin = site["accounts"]["admin"]
    page.open("/login")
    page.fill(email=admin["username"], password=admin["password"])
    page.press()
    page.open("/admin/settings")
    assert fits(browser) and violations(browser) == []
    before = browser.find_element(By.ID, "name").get_attribute("value")
    for name in ("Школа на набережной", before):
        page.fill(name=name)
        page.press()
        assert page.flashes() == ["The settings are saved."]
        assert browser.find_element(By.CSS_SELECTOR, ".navbar-brand").text == name
    assert complaints(browser) == []
