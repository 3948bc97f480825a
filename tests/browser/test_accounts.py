"""A person's way through the account pages in Chromium, on a large screen and on a telephone."""

import itertools
import os

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from accessibility import violations
from conftest import PRESET
from looks import in_pairs
from pages import next_page
from russian import russian as russian_text

PASSWORD, NEW = "seven yellow parasols", "eleven purple trombones"
PAGES = ["/login", "/register", "/password/reset", "/password/change", "/account/sessions", "/account/journal", "/logout"]
_numbers = itertools.count(1)


class Page:
    """What a person does with the page that is shown."""

    def __init__(self, browser, site):
        self.browser, self.url = browser, site["base_url"]

    @property
    def path(self) -> str:
        return self.browser.current_url.removeprefix(self.url)

    @property
    def text(self) -> str:
        return self.browser.find_element(By.TAG_NAME, "main").text

    def open(self, path: str) -> None:
        self.browser.get(self.url + path)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            field = self.browser.find_element(By.CSS_SELECTOR, f"main [name='{name}']")
            field.clear()
            field.send_keys(value)

    def press(self, button: str = "main form button.btn-primary") -> None:
        """Returns when the next page is there."""
        pressed = self.browser.find_element(By.CSS_SELECTOR, button)
        with next_page(self.browser):
            pressed.send_keys(Keys.ENTER)  # a click would miss what still scrolls into view

    def flashes(self) -> list[str]:
        alerts = self.browser.find_elements(By.CSS_SELECTOR, "main .alert")
        return [alert.text for alert in alerts if alert.is_displayed()]

    def is_sound(self) -> None:
        """It fits the screen, and the console has nothing to say."""
        width = self.browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{self.path} is {width[0]} wide on a screen of {width[1]}"
        said = [entry["message"] for entry in self.browser.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING")]
        # A form that does not hold is a 422, which Chromium reports as it does any such answer.
        assert [text for text in said if "422" not in text] == [], self.path


def fresh_name() -> str:
    return f"b{os.getpid() % 100000}x{next(_numbers)}"


def signed_up(page: Page) -> str:
    name = fresh_name()
    page.open("/register")
    page.fill(username=name, email=f"{name}@mail.example", password1=PASSWORD, password2=PASSWORD)
    page.press()
    return name


def sign_in(page: Page, login: str, password: str = PASSWORD, then: str = "/account/sessions") -> None:
    page.open(f"/login?next={then}")
    page.fill(email=login, password=password)
    page.press()


@pytest.fixture
def russian(chromiums):
    with chromiums.borrowed("ru") as driver:
        # A window is no narrower than 500 pixels; a telephone is.
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                               {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True})
        yield driver


def whole_way(page: Page, said: dict[str, str]) -> None:
    """`said`: what the pages say in the reader's language."""
    name = fresh_name()
    page.open("/register")
    page.is_sound()
    page.fill(username=name, email=f"{name}@mail.example", password1=PASSWORD, password2="another one")
    page.press()
    assert page.flashes() == [said["refused"]] and page.path == "/register"
    assert page.browser.find_element(By.NAME, "username").get_attribute("value") == name
    assert page.browser.find_element(By.NAME, "password1").get_attribute("value") == ""
    page.is_sound()
    page.fill(password1=PASSWORD, password2=PASSWORD)
    page.press()
    assert page.path == "/login" and page.flashes() == [said["registered"]]
    page.is_sound()

    sign_in(page, name, "not this one")
    assert page.flashes() == [said["refused"]]
    sign_in(page, f"{name}@mail.example")
    assert page.path == "/account/sessions" and said["this device"] in page.text and "Chrome" in page.text
    page.is_sound()

    page.open("/password/change")
    page.fill(old_password=PASSWORD, new_password1=NEW, new_password2=NEW)
    page.is_sound()
    page.press()
    assert page.path == "/password/change/done" and said["changed"] in page.text
    page.is_sound()
    page.open("/account/journal")
    assert said["journal"] in page.text
    page.is_sound()

    page.open("/logout")
    assert said["sure"] in page.text
    page.is_sound()
    page.press()
    assert page.path == "/login"
    page.open("/account/sessions")
    assert page.path.startswith("/login?next=")
    sign_in(page, name, NEW)
    assert page.path == "/account/sessions"


def test_the_whole_way_in_english(browser, site):
    whole_way(Page(browser, site), {
        "refused": "Invalid credentials. Try again", "registered": "Your account is ready. Sign in.",
        "this device": "This device", "changed": "Congrats. Your password was changed.",
        "journal": "The password was changed", "sure": "Are you sure you want to logout?"})


def test_the_whole_way_in_russian_on_a_telephone(russian, site):
    page = Page(russian, site)
    page.open("/login")
    assert russian.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ru"
    whole_way(page, {name: russian_text(text, PRESET) for name, text in {
        "refused": "Invalid credentials. Try again", "registered": "Your account is ready. Sign in.",
        "this device": "This device", "changed": "Congrats. Your password was changed.",
        "journal": "The password was changed", "sure": "Are you sure you want to logout?"}.items()})


def test_another_device_is_signed_out_from_here(browser, russian, site):
    here, there = Page(browser, site), Page(russian, site)
    name = signed_up(here)
    sign_in(there, name)
    sign_in(here, name)
    assert len(browser.find_elements(By.CSS_SELECTOR, "button[name='session']")) == 2
    here.press("button[name='others']")
    assert here.flashes() == ["1 other device is signed out."]
    here.is_sound()
    there.open("/account/sessions")
    assert there.path.startswith("/login")


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_pages_fit_the_screen_also_with_long_names(browser, site, width):
    page = Page(browser, site)
    browser.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": "W" * 40 + "/1"})
    name = signed_up(page)
    sign_in(page, name)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500})
    for path in ["/", *(path for path in PAGES if path not in ("/login", "/register"))]:
        page.open(path)
        page.is_sound()


@in_pairs("theme, language", ["light", "dark"], ["en", "ru"])
def test_the_pages_are_usable_without_seeing_or_pointing(browser, site, theme, language):
    page = Page(browser, site)
    name = signed_up(page)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                            {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": language}})
    found = {}
    for path in ("/login", "/register", "/password/reset"):
        page.open(path)
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("data-bs-theme") == theme
        found[path] = violations(browser)
    browser.execute_script("document.querySelector('main form').noValidate = true")
    page.press()
    assert browser.find_element(By.CSS_SELECTOR, ".invalid-feedback").is_displayed()
    found["a form with a fault"] = violations(browser)
    sign_in(page, name, "not this one")
    found["refused"] = violations(browser)
    sign_in(page, name)
    for path in PAGES:
        page.open(path)
        found[f"{path}, signed in"] = violations(browser)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_check_of_the_pages_sees_what_is_wrong(browser, site):
    Page(browser, site).open("/login")
    browser.execute_script("document.querySelector('main').append(document.createElement('input'))")
    assert any(fault.startswith("label ") for fault in violations(browser))
