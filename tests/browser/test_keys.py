"""The key cabinet's administration in a browser: the matrix, the live board, holders, a release with a reason."""

import pytest
from selenium.webdriver.common.by import By

from clients import cabinet_client
from flashes import flash
from looks import assert_good, looks
from pages import follow, wait
from test_accounts import Page

PAGES = ["/admin/keys", "/admin/keys/board", "/admin/keys/matrix", "/admin/keys/holders", "/admin/keys/holders/new",
         "/admin/keys/out", "/admin/keys/loans"]


@pytest.fixture
def cabinet(site):
    with cabinet_client(site) as client:
        yield client
        client.give_back("12345ABC", "102")


@looks
def test_the_pages_fit_and_are_for_everybody(admin, site, size, scheme):
    assert_good(admin, site, PAGES, size, scheme)


def test_the_board_shows_by_itself_what_the_cabinet_gave_out(admin, site, cabinet):
    admin.get(site["base_url"] + "/admin/keys/board")
    board = admin.find_element(By.ID, "board")
    assert "Соколова" not in board.text
    assert cabinet.issue("12345ABC", "102").status_code == 200
    wait(admin).until(lambda _: "Соколова Мария Андреевна" in board.text)
    assert cabinet.give_back("12345ABC", "102").status_code == 200
    wait(admin).until(lambda _: "Соколова" not in board.text)


def test_the_matrix_is_saved_by_its_boxes(admin, site):
    address = site["base_url"] + "/admin/keys/matrix?q=Назарова"
    admin.get(address)

    def box():
        return admin.find_element(By.CSS_SELECTOR, "input[aria-label='Назарова Вера Глебовна: Библиотека пьес (Play library)']")

    before = box().is_selected()
    for wanted in (not before, before):
        box().click()
        Page(admin, site).press(".matrix-frame + button")
        assert "is saved" in flash(admin)
        assert box().is_selected() == wanted


def test_a_key_is_chosen_by_typing_and_a_loan_released_with_a_reason(admin, site, cabinet):
    admin.get(site["base_url"] + "/admin/keys/holders?q=12345ABC")
    follow(admin, By.LINK_TEXT, "Соколова Мария Андреевна")
    assert "12345ABC" in admin.find_element(By.TAG_NAME, "main").text

    assert cabinet.issue("12345ABC", "102").status_code == 200
    admin.get(site["base_url"] + "/admin/keys")
    follow(admin, By.LINK_TEXT, "102")
    follow(admin, By.LINK_TEXT, "Release")
    admin.find_element(By.NAME, "reason").send_keys("found on the desk")
    follow(admin, By.CSS_SELECTOR, "main form button[type=submit]")
    assert "The key is back" in flash(admin)
    assert cabinet.issue("12345ABC", "102").status_code == 200
