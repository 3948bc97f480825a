"""The site's frame as a visitor sees it."""

import pytest
from selenium.webdriver.common.by import By

from flashes import flash
from looks import SIZES, complaints, fits
from pages import follow

def language_of(browser) -> str:
    return browser.find_element(By.TAG_NAME, "html").get_attribute("lang")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", "/probe/form", "/nowhere"])
def test_a_page_fits_and_the_browser_has_nothing_to_complain_about(browser, site, size, path):
    browser.set_window_size(*SIZES[size])
    browser.get(site["base_url"] + path)

    assert fits(browser)
    assert browser.find_element(By.TAG_NAME, "h1").is_displayed()
    assert [text for text in complaints(browser) if path != "/nowhere" or "404" not in text] == []


def test_the_language_switch_changes_the_page_and_stays(browser, site):
    browser.get(site["base_url"] + "/")
    assert language_of(browser) == "en"

    follow(browser, By.CSS_SELECTOR, 'button[name="language"][value="ru"]')
    assert language_of(browser) == "ru"
    assert browser.current_url == site["base_url"] + "/"

    browser.get(site["base_url"] + "/probe/form")
    assert language_of(browser) == "ru"


def test_a_form_keeps_what_was_typed_or_shows_its_flash_once(browser, site):
    browser.get(site["base_url"] + "/probe/form")
    browser.find_element(By.NAME, "text").send_keys("Три сестры <3")
    follow(browser, By.XPATH, "//button[text()='Send']")

    assert "Saved: Три сестры <3" in flash(browser)
    browser.refresh()
    assert browser.find_elements(By.CSS_SELECTOR, ".alert") == []


def test_the_first_tab_stop_skips_to_the_content(browser, site):
    browser.get(site["base_url"] + "/")
    link = browser.execute_script("return document.querySelector('a').getAttribute('href')")
    assert browser.find_element(By.CSS_SELECTOR, link).is_displayed()
