"""A portfolio in a browser: its pages on all screens, its order by mouse and by finger, a page of many photos that loads
those in sight. How photos and videos come: test_uploads.py."""

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By

from looks import assert_good, looks
from media_files import jpegs
from pages import next_page, wait
from test_accounts import Page
from uploads import UploadPage

PHONE, DESK = (390, 844), (1280, 900)
PAGES = ["/portfolio", "/portfolio/items/new?kind=photo", "/portfolio/items/new?kind=video",
         "/portfolio/items/new?kind=text", "/portfolio/albums", "/portfolio/links", "/portfolio/student"]
AHEAD = 3000  # pixels beyond the window in which Chromium loads what is lazy, and some for what has moved since


@pytest.fixture
def student(browser, site):
    page = Page(browser, site)
    account = site["accounts"]["student"]
    page.open("/login")
    page.fill(email=account["username"], password=account["password"])
    page.press()
    return page


@looks
def test_the_pages_fit_and_everybody_can_use_them(student, browser, site, size, scheme):
    assert_good(browser, site, PAGES, size, scheme)


# --- The order ---


@pytest.fixture
def three(browser, site):
    """Somebody with three texts."""
    page = UploadPage(browser, site)
    with page.client() as client:
        token = browser.find_element(By.NAME, "csrf_token").get_attribute("value")
        for title in ("third", "second", "first"):
            answer = client.post("/portfolio/items/new?kind=text", data={
                "csrf_token": token, "title": title, "description": "Words", "visibility": "private"})
            assert answer.status_code == 303
    page.open("/portfolio")
    assert page.titles() == ["first", "second", "third"]
    return page


def middle(browser, what: str, number: int) -> tuple[float, float]:
    """In the window."""
    box = browser.execute_script(
        "return document.querySelectorAll(arguments[0])[arguments[1]].getBoundingClientRect().toJSON()", what, number)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


HANDLE, ITEM = "[data-handle]", "#portfolio_items > li"


def by_mouse(browser) -> None:
    handle = browser.find_elements(By.CSS_SELECTOR, HANDLE)[0]
    target = browser.find_elements(By.CSS_SELECTOR, ITEM)[2]
    ActionChains(browser).click_and_hold(handle).move_to_element(target).release().perform()


def by_finger(browser) -> None:
    def touch(kind: str, *points) -> None:
        browser.execute_cdp_cmd("Input.dispatchTouchEvent",
                                {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    start = middle(browser, HANDLE, 0)
    end = (start[0], browser.execute_script("return innerHeight") - 20)  # near the edge, where the page scrolls by itself
    touch("touchStart", start)
    for step in range(1, 11):
        touch("touchMove", tuple(a + (b - a) * step / 10 for a, b in zip(start, end)))
    wait(browser).until(lambda _: browser.find_elements(By.CSS_SELECTOR, f"{ITEM}:last-child.dragged"))
    touch("touchEnd")


@pytest.mark.parametrize("size, drag", [(DESK, by_mouse), (PHONE, by_finger)], ids=["mouse", "finger"])
def test_an_item_is_dragged_by_its_handle_and_stays_there(three, browser, size, drag):
    browser.set_window_size(*size)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": drag is by_finger})
    three.open("/portfolio")
    drag(browser)
    said = browser.find_element(By.ID, "portfolio_said")
    wait(browser).until(lambda _: said.get_attribute("textContent") == "The order is saved.")
    browser.refresh()
    assert three.titles() == ["second", "third", "first"]


def test_the_arrows_move_an_item_by_keyboard_and_escape_gives_up_a_drag(three, browser):
    with next_page(browser):
        browser.find_elements(By.CSS_SELECTOR, "button[value=down]")[0].send_keys("\ue007")
    assert three.titles() == ["second", "first", "third"]
    handle = browser.find_elements(By.CSS_SELECTOR, HANDLE)[0]
    ActionChains(browser).click_and_hold(handle).move_to_element(
        browser.find_elements(By.CSS_SELECTOR, ITEM)[2]).send_keys("\ue00c").release().perform()
    assert three.titles() == ["second", "first", "third"]


# --- Many photos ---


def pictures(browser) -> set[str]:
    """Of which items a picture was asked for."""
    names = browser.execute_script("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    return {name.split("/media/")[1].split("/")[0] for name in names if "/media/" in name}


def near(browser) -> set[str]:
    """The items that are in sight or soon will be."""
    return set(browser.execute_script("""
        return [...document.querySelectorAll('#portfolio_items > li')].filter((item) => {
          const box = item.querySelector('img').getBoundingClientRect();
          return box.top < innerHeight + arguments[0] && box.bottom > -arguments[0];
        }).map((item) => item.dataset.id);""", AHEAD))


def in_sight(browser) -> set[str]:
    return set(browser.execute_script("""
        return [...document.querySelectorAll('#portfolio_items > li')].filter((item) => {
          const box = item.querySelector('img').getBoundingClientRect();
          return box.top < innerHeight && box.bottom > 0;
        }).map((item) => item.dataset.id);"""))


@pytest.mark.timeout(300)
def test_a_page_of_a_hundred_photos_loads_those_in_sight(browser, site, tmp_path):
    browser.set_window_size(*DESK)
    page = UploadPage(browser, site)
    page.add_photos(jpegs(tmp_path, 100))
    page.open("/portfolio")
    wait(browser).until(lambda _: in_sight(browser) <= pictures(browser))
    first = pictures(browser)
    print(f"of 100 photos {len(in_sight(browser))} were in sight and {len(first)} loaded")
    assert first <= near(browser) and len(first) < 50
    browser.execute_script("document.querySelectorAll('#portfolio_items > li')[99].scrollIntoView()")
    wait(browser).until(lambda _: in_sight(browser) <= pictures(browser))
    assert not in_sight(browser) & first
