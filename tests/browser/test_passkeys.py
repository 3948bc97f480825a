"""Passkeys with Chromium's virtual authenticator, and one-time codes as a phone sees them."""

import io

import pytest
import zbar
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support import expected_conditions as expected

from account_forms import PASSWORD, new_name, this_step, totp
from flashes import flash
from looks import SIZES, complaints
from pages import wait


def authenticator(verified: bool = True) -> VirtualAuthenticatorOptions:
    options = VirtualAuthenticatorOptions()
    options.transport = VirtualAuthenticatorOptions.Transport.INTERNAL
    options.has_resident_key = True
    options.has_user_verification = True
    options.is_user_verified = verified
    return options


def press(browser, how: str, what: str) -> None:
    """Clicks where the page has come to rest: Bootstrap scrolls smoothly."""
    button = browser.find_element(how, what)
    browser.execute_script("arguments[0].scrollIntoView({behavior: 'instant', block: 'center'})", button)
    button.click()


def fill(browser, **fields) -> None:
    """Types into the page's form and sends it."""
    for name, value in fields.items():
        browser.find_element(By.NAME, name).send_keys(value)
    press(browser, By.CSS_SELECTOR, "main form button[type=submit]")


@pytest.fixture
def person(browser, site) -> str:
    """The name of somebody who has an account."""
    name = new_name()
    browser.get(site["base_url"] + "/register")
    fill(browser, username=name, email=f"{name}@mail.example", password1=PASSWORD, password2=PASSWORD)
    wait(browser).until(expected.url_to_be(site["base_url"] + "/login"))
    return name


def sign_in(browser, site, person, next_page="/account/passkeys") -> None:
    browser.get(f"{site['base_url']}/login?next={next_page}")
    fill(browser, email=person, password=PASSWORD)
    wait(browser).until(expected.url_to_be(site["base_url"] + next_page))


def sign_out(browser) -> None:
    """Cookies go, the passkey stays."""
    browser.delete_all_cookies()


def add_passkey(browser, site, label: str) -> None:
    browser.get(site["base_url"] + "/account/passkeys")
    browser.find_element(By.ID, "label").send_keys(label)
    press(browser, By.CSS_SELECTOR, "#passkey-add button")


def press_passkey(browser) -> None:
    press(browser, By.CSS_SELECTOR, "#passkey-sign-in button")


def failure(browser) -> str:
    box = wait(browser).until(expected.visibility_of_element_located((By.ID, "passkey-failed")))
    return box.text


@pytest.fixture
def suggested(browser, site, person):
    """Somebody whose passkey is on this browser's device, signed out."""
    sign_in(browser, site, person)
    browser.add_virtual_authenticator(authenticator())
    add_passkey(browser, site, "Мой телефон")
    wait(browser).until(expected.presence_of_element_located((By.CSS_SELECTOR, "#passkeys li")))
    sign_out(browser)
    return person


@pytest.fixture
def with_passkey(browser, suggested):
    """The same in a browser that suggests nothing in the name's field: there the device would not wait to be asked."""
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {
        "source": "PublicKeyCredential.isConditionalMediationAvailable = async () => false"})
    return suggested


def test_a_passkey_is_registered_and_listed(browser, site, with_passkey):
    assert len(browser.get_credentials()) == 1
    assert browser.get_credentials()[0].rp_id == "localhost"
    assert browser.find_element(By.CSS_SELECTOR, "#passkeys li strong").text == "Мой телефон"
    assert "The passkey was added" in flash(browser)
    assert complaints(browser) == []


def test_a_passkey_signs_in_without_a_password(browser, site, with_passkey):
    browser.get(site["base_url"] + "/login?next=/account/passkeys")
    press_passkey(browser)
    wait(browser).until(expected.url_to_be(site["base_url"] + "/account/passkeys"))
    assert "Last used" in browser.find_element(By.ID, "passkeys").text


def test_a_passkey_is_suggested_in_the_names_field(browser, site, suggested):
    browser.get(site["base_url"] + "/login?next=/account/passkeys")
    wait(browser).until(expected.url_to_be(site["base_url"] + "/account/passkeys"))


def test_a_passkey_whose_owner_was_not_verified_is_refused(browser, site, with_passkey):
    browser.set_user_verified(False)
    browser.get(site["base_url"] + "/login")
    press_passkey(browser)
    assert failure(browser) != ""
    assert "/login" in browser.current_url


def test_the_site_itself_refuses_an_answer_without_verification(browser, site, with_passkey):
    """As a browser would send it that asks for less than the site does."""
    browser.set_user_verified(False)
    browser.get(site["base_url"] + "/robots.txt")
    status = browser.execute_async_script("""
        const done = arguments[0];
        const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
        const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
            .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
        const post = (path, body) => fetch(path, {method: "POST", headers: {"Content-Type": "application/json"},
                                                 body: JSON.stringify(body)});
        (async () => {
            const {options, state} = await (await post("/login/passkey/options", {})).json();
            options.challenge = bytes(options.challenge);
            options.userVerification = "discouraged";
            const used = await navigator.credentials.get({publicKey: options});
            const credential = {type: used.type, rawId: text(used.rawId), response: {
                clientDataJSON: text(used.response.clientDataJSON), signature: text(used.response.signature),
                authenticatorData: text(used.response.authenticatorData), userHandle: text(used.response.userHandle)}};
            done((await post("/login/passkey", {state, credential})).status);
        })().catch((error) => done(String(error)));
    """)
    assert status == 401


def test_a_device_has_one_passkey_of_an_account(browser, site, with_passkey):
    sign_in(browser, site, with_passkey)
    add_passkey(browser, site, "Again")
    assert failure(browser) == "This device has a passkey for your account already."
    assert len(browser.find_elements(By.CSS_SELECTOR, "#passkeys li")) == 1


def test_a_passkey_is_renamed_and_removed(browser, site, with_passkey):
    sign_in(browser, site, with_passkey)
    name = browser.find_element(By.CSS_SELECTOR, "#passkeys input[name=label]")
    name.clear()
    name.send_keys("Laptop")
    press(browser, By.XPATH, "//button[text()='Rename']")
    wait(browser).until(expected.text_to_be_present_in_element((By.CSS_SELECTOR, "#passkeys strong"), "Laptop"))
    press(browser, By.XPATH, "//button[text()='Remove']")
    wait(browser).until(expected.invisibility_of_element_located((By.CSS_SELECTOR, "#passkeys li")))

    sign_out(browser)
    browser.get(site["base_url"] + "/login")
    press_passkey(browser)
    assert failure(browser) == "This passkey was not accepted. Try again, or sign in with your password."


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/login", "/account/mfa", "/account/passkeys"])
def test_the_pages_fit(browser, site, with_passkey, size, path):
    browser.set_window_size(*SIZES[size])
    sign_in(browser, site, with_passkey)
    if path == "/login":
        sign_out(browser)
    browser.get(site["base_url"] + path)
    width = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    assert complaints(browser) == []


def scanned(browser) -> list[str]:
    """What a phone's camera reads on the screen."""
    picture = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("L")
    image = zbar.Image(*picture.size, "Y800", picture.tobytes())
    zbar.ImageScanner().scan(image)
    return [symbol.data for symbol in image]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_qr_code_is_read_as_what_the_page_says(browser, site, person, scheme):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": scheme}]})
    browser.set_window_size(1280, 1000)
    sign_in(browser, site, person, "/account/mfa")
    secret = browser.find_element(By.ID, "secret").text.replace(" ", "")
    (uri,) = scanned(browser)
    assert uri.startswith("otpauth://totp/")
    assert f":{person}?secret={secret}&issuer=" in uri


def test_codes_are_set_up_and_asked_for(browser, site, person):
    sign_in(browser, site, person, "/account/mfa")
    secret = browser.find_element(By.ID, "secret").text
    step = this_step()
    fill(browser, code=totp(secret, step))
    wait(browser).until(expected.url_to_be(site["base_url"] + "/account/mfa/codes"))
    assert len(browser.find_elements(By.CSS_SELECTOR, ".recovery-codes li")) == 10

    sign_out(browser)
    browser.get(site["base_url"] + "/login")
    fill(browser, email=person, password=PASSWORD)
    wait(browser).until(expected.url_to_be(site["base_url"] + "/login/code"))
    fill(browser, code=totp(secret, step + 1))
    wait(browser).until(expected.url_to_be(site["base_url"] + "/profile"))
