"""/shows: the playbill for everybody, with the demo's season."""

import re

import pytest

from accounts import Browser, add_admin
from holders import connected
from people import text_of


def links(page: str) -> list[str]:
    return re.findall(r'class="stretched-link" href="(/shows/\d+)"', page)


def run(stack, statement: str, *values):
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(statement.replace("?", placeholder), values)


@pytest.fixture
def draft(stack, web):
    """A show of the season that only administrators see, for this test."""
    show = links(web.get("/shows").text)[0]
    number = show.rpartition("/")[2]
    run(stack, "UPDATE theatre_admin_shows SET draft = 1 WHERE id = ?", number)
    yield show
    run(stack, "UPDATE theatre_admin_shows SET draft = 0 WHERE id = ?", number)


def test_the_season_is_shown_by_months(web):
    page = web.get("/shows")
    assert page.status_code == 200 and len(links(page.text)) == 8
    assert len(re.findall(r'class="playbill-month"', page.text)) >= 2
    past = web.get("/shows?past=1")
    assert len(links(past.text)) == 6 and not set(links(past.text)) & set(links(page.text))


def test_it_speaks_the_readers_language(web):
    russian = web.get("/shows", headers={"Accept-Language": "ru"}).text
    assert re.search(r"\d+ (января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря) \d{4} г\.",
                     russian)


def test_a_show_has_its_page_and_its_picture(web):
    for show in links(web.get("/shows").text):
        page = web.get(show)
        assert page.status_code == 200
        address = re.search(rf'src="({show}/picture\?v=\w+)"', page.text)[1]
        picture = web.get(address)
        assert picture.status_code == 200 and picture.headers["Content-Type"] == "image/webp"
        assert picture.content[8:12] == b"WEBP" and len(picture.content) < 200_000
        assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_next_three_stand_on_the_home_page(web):
    assert links(web.get("/").text) == links(web.get("/shows").text)[:3]
    assert 'href="/shows"' in web.get("/").text


def test_what_is_no_show_is_404(web):
    for path in ("/shows/999999", "/shows/0", "/shows/x", "/shows/99999999999999999999", "/shows/999999/picture"):
        assert web.get(path).status_code == 404, path
    for query in ("after=1", "after=1-x", "after=%27%20OR%201", "past=1&after=-"):
        assert web.get(f"/shows?{query}").status_code == 400, query


def test_a_draft_is_for_administrators(stack, web, draft):
    assert web.get(draft).status_code == 404 and web.get(draft + "/picture").status_code == 404
    assert draft not in web.get("/shows").text and draft not in web.get("/").text
    with Browser(stack.site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        assert "Draft" in text_of(browser.get(draft))
        assert browser.get(draft + "/picture").headers["Cache-Control"].startswith("private")


def test_a_long_season_comes_in_pages(stack, web):
    """Thousands of shows, many of them at the same time: each is seen once, in their order."""
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.executemany(
            f"INSERT INTO theatre_admin_shows (title, starts_at) VALUES ({placeholder}, {placeholder})",
            [(f"Long run {number}", 4_000_000_000_000_000 + number // 7 * 3_600_000_000) for number in range(100)])
    try:
        seen, path = [], "/shows"
        while path:
            page = web.get(path).text
            seen += links(page)
            more = re.search(r'rel="next" href="([^"]+)"', page)
            path = more and more[1].replace("&amp;", "&")
        assert len(seen) == len(set(seen)) == 108
    finally:
        run(stack, "DELETE FROM theatre_admin_shows WHERE starts_at >= 4000000000000000")


def test_the_demo_may_run_again(stack, web):
    before = links(web.get("/shows").text)
    stack.callboard("demo")
    assert links(web.get("/shows").text) == before
