"""Editing records in Chromium: a conflict of two administrators, fields that offer other records, an import."""

import itertools
import os

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from accessibility import violations
from conftest import PRESET
from pages import wait
from russian import russian as russian_text
from test_accounts import Page, russian  # noqa: F401 (a fixture)

PLAYS, HALLS = "/admin/probe-plays", "/admin/probe-halls"
_numbers = itertools.count(1)


def fresh(stem: str) -> str:
    return f"{stem} {os.getpid() % 100000}x{next(_numbers)}"


class Admin(Page):
    """An administrator's browser."""

    def sign_in(self, site) -> "Admin":
        account = site["accounts"]["admin"]
        self.open("/login?next=/")
        self.fill(email=account["username"], password=account["password"])
        self.press()
        return self

    def find(self, selector: str):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def set(self, field: str, value: str) -> None:
        """As if it was typed; what is typed into a time depends on the browser's language."""
        self.browser.execute_script(
            "const f = document.getElementById('field_' + arguments[0]); f.value = arguments[1];"
            "f.dispatchEvent(new Event('input', {bubbles: true}))", field, value)

    def add_hall(self, name: str) -> str:
        self.open(f"{HALLS}/new")
        self.set("name", name)
        self.press()
        return self.path

    def add_play(self, title: str, notes: str = "") -> str:
        self.open(f"{PLAYS}/new")
        self.set("title", title)
        self.set("starts_at", "2026-11-21T18:30")
        self.set("notes", notes)
        self.press()
        assert self.path.startswith(PLAYS + "/"), self.text
        return self.path

    def wait(self, condition) -> None:
        wait(self.browser).until(lambda _: condition())

    def is_sound(self) -> None:
        # A conflict is a 409, which Chromium reports as it does any such answer.
        width = self.browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{self.path} is {width[0]} wide on a screen of {width[1]}"
        said = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        assert [text for text in said if "409" not in text and "422" not in text] == [], self.path
        assert violations(self.browser) == [], self.path


@pytest.fixture
def here(browser, site):
    return Admin(browser, site).sign_in(site)


@pytest.fixture
def there(russian, site):  # noqa: F811
    """Another session, in Russian on a telephone."""
    return Admin(russian, site).sign_in(site)


def test_two_sessions_edit_one_record(here, there):
    play = here.add_play(fresh("The Seagull"), "old")
    here.open(play + "/edit")
    here.is_sound()
    there.open(play + "/edit")
    there.is_sound()
    here.set("notes", "written here")
    here.set("seats", "12")
    here.press()
    assert here.path == play and "written here" in here.text
    here.is_sound()

    there.set("notes", "written there")
    there.press()
    say = {text: russian_text(text, PRESET) for text in
           ("Somebody else changed this meanwhile", "What you wrote", "What is there now", "changed by both")}
    for text in say.values():
        assert text in there.text, text
    assert "written here" in there.text and "written there" in there.text
    assert there.find("#mine_notes").is_selected() and there.find("#theirs_seats").is_selected()
    there.is_sound()
    there.press()
    assert there.path == play and "written there" in there.text and "12" in there.text
    there.is_sound()


def test_a_record_that_was_deleted_meanwhile(here, there):
    play = here.add_play(fresh("Hamlet"))
    here.open(play + "/edit")
    here.set("notes", "not lost")
    there.open(play + "/delete")
    there.is_sound()
    there.press("main form button.btn-danger")
    here.press()
    assert "was deleted while you edited it" in here.text
    here.is_sound()
    here.press()
    assert here.path != play and "not lost" in here.text


def test_another_record_is_found_while_one_types(here):
    name = fresh("Choosable")
    hall = here.add_hall(name)
    here.open(f"{PLAYS}/new")
    here.set("title", fresh("Lear"))
    here.set("starts_at", "2026-11-21T18:30")
    field = here.find("#field_hall")
    assert field.get_attribute("role") == "combobox" and field.get_attribute("aria-expanded") == "false"
    field.send_keys(name.lower())
    here.wait(lambda: field.get_attribute("aria-expanded") == "true")
    here.is_sound()
    field.send_keys(Keys.ARROW_DOWN)
    chosen = here.find("#" + field.get_attribute("aria-activedescendant"))
    assert chosen.get_attribute("aria-selected") == "true" and chosen.text == name
    field.send_keys(Keys.ENTER)
    assert field.get_attribute("value") == name and field.get_attribute("aria-expanded") == "false"
    assert here.find("input[type=hidden][name=hall]").get_attribute("value") == hall.rsplit("/", 1)[1]

    guests = here.find("#field_guests")
    guests.send_keys(name)
    here.wait(lambda: here.browser.find_elements(By.CSS_SELECTOR, "#field_guests ~ ul li"))
    guests.send_keys(Keys.ARROW_UP, Keys.ENTER)
    assert name in here.find("[data-chosen=guests]").text and guests.get_attribute("value") == ""
    guests.send_keys("nothing like this")
    here.wait(lambda: here.find("#field_guests ~ [role=status]").text == "Nothing was found.")
    guests.send_keys(Keys.ESCAPE)
    guests.clear()
    here.press()
    assert here.path.startswith(PLAYS + "/") and here.text.count(name) >= 2
    here.is_sound()


def test_a_fault_stands_at_its_field(here):
    here.open(f"{PLAYS}/new")
    here.browser.execute_script("document.querySelector('main form').noValidate = true")
    here.set("hall", "Nowhere")
    here.press()
    faults = {fault.get_attribute("id"): fault.text
              for fault in here.browser.find_elements(By.CSS_SELECTOR, ".invalid-feedback") if fault.is_displayed()}
    assert faults == {"title_fault": "This field is needed.", "starts_at_fault": "This field is needed.",
                      "hall_fault": "There is no “Nowhere”."}
    assert here.find("#field_hall").get_attribute("value") == "Nowhere"
    here.is_sound()


@pytest.mark.parametrize("who", ["here", "there"])
def test_an_import(request, tmp_path, who):
    admin = request.getfixturevalue(who)
    play = admin.add_play(fresh("Imported"), "old")
    number = play.rsplit("/", 1)[1]
    file = tmp_path / "plays.csv"
    admin.open(f"{PLAYS}/import")
    admin.is_sound()
    file.write_bytes("id;title\n1;Чайка\n".encode("cp1251"))
    admin.find("#file").send_keys(str(file))
    admin.press()
    assert "UTF-8" in admin.find("#file_fault").text
    admin.is_sound()

    new = fresh("Новая пьеса")
    file.write_text(f"\ufeffid;title;starts_at;notes\n{number};A title;2026-11-21T18:30;imported\n"
                    f";{new};2026-12-01T19:00;\n", encoding="utf-8")
    admin.find("#file").send_keys(str(file))
    admin.press()
    assert "imported" in admin.text and new in admin.text
    admin.is_sound()
    admin.press()
    admin.open(play)
    assert "imported" in admin.text and "A title" in admin.text
