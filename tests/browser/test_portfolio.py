"""A portfolio in a browser: a film whose upload loses the network and goes on, plays and seeks; a page of many photos
that loads the ones in sight."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from accessibility import violations
from media_files import mp4
from test_accounts import Page
from test_pages import complaints
from test_playbill import fits

PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture
def student(browser, site):
    page = Page(browser, site)
    account = site["accounts"]["student"]
    page.open("/login")
    page.fill(email=account["username"], password=account["password"])
    page.press()
    return page


def network(browser, offline: bool, rate: int = -1) -> None:
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": rate})


def percent(browser) -> float:
    return browser.execute_script("return document.querySelector('#portfolio_upload progress').value")


def test_a_film_survives_a_lost_network_and_plays(student, browser, site, tmp_path, request):
    film = tmp_path / "film.mp4"
    film.write_bytes(mp4(60, "27M") if request.config.getoption("--soak", False) else mp4(20, "8M"))
    student.open("/portfolio/items/new?kind=video")
    browser.find_element(By.ID, "file").send_keys(str(film))
    student.fill(title="Over a bad network")
    network(browser, False, 6_000_000)
    browser.find_element(By.CSS_SELECTOR, "#portfolio_form button[type=submit]").click()
    WebDriverWait(browser, 60).until(lambda _: percent(browser) > 5)
    network(browser, True)
    before = percent(browser)
    status = browser.find_element(By.CSS_SELECTOR, "#portfolio_upload [role=status]")
    WebDriverWait(browser, 60).until(lambda _: "connection is lost" in status.text)
    assert before < 100
    network(browser, False)
    WebDriverWait(browser, 120).until(lambda _: browser.current_url.endswith("/portfolio"))

    def ready(_):
        browser.get(site["base_url"] + "/portfolio")
        return browser.find_elements(By.LINK_TEXT, "Over a bad network")

    WebDriverWait(browser, 90, poll_frequency=1).until(ready)[0].click()
    WebDriverWait(browser, 30).until(lambda _: browser.execute_script(
        "const v = document.querySelector('video'); return v && v.readyState >= 1 && v.duration > 10"))
    played = browser.execute_async_script("""
        const done = arguments[0], video = document.querySelector('video');
        video.muted = true;
        video.addEventListener('seeked', () => done(video.currentTime), {once: true});
        video.currentTime = video.duration - 2;""")
    assert played > 10


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_fit_and_everybody_can_use_them(student, browser, size):
    browser.set_window_size(*size)
    for path in ("/portfolio", "/portfolio/items/new?kind=photo", "/portfolio/items/new?kind=text", "/portfolio/albums",
                 "/portfolio/links", "/portfolio/student"):
        student.open(path)
        assert fits(browser), path
        assert violations(browser) == [], path
    assert complaints(browser) == []


def test_a_page_of_many_photos_loads_those_in_sight(student, browser, site):
    """The demo's photo, a hundred times on one page: the requests for pictures are counted."""
    student.open("/portfolio")
    loaded = browser.execute_async_script("""
        const done = arguments[0], list = document.getElementById('portfolio_items');
        const one = list.querySelector('picture').closest('li').outerHTML;
        performance.clearResourceTimings();
        let all = '';
        for (let i = 0; i < 100; ++i) all += one.replace(/\\/s\\.webp/g, '/s.webp?n=' + i).replace(/\\/m\\.webp/g, '/m.webp?n=' + i);
        list.innerHTML = all;
        setTimeout(() => done(new Set(performance.getEntriesByType('resource').map((r) => r.name)
          .filter((name) => /n=\\d+/.test(name))).size), 3000);""")
    assert 0 < loaded < 80
