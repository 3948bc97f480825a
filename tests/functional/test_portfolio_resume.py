"""An upload that was left: what its owner is told, where it goes on, and what is refused before any of it has come."""

import pytest

from accounts import Browser
from people import text_of
from portfolios import Artist


@pytest.fixture(scope="module")
def artist(stack):
    with Artist(stack.site["base_url"]) as browser:
        browser.joined()
        yield browser


def test_the_portfolio_says_how_much_came_and_its_page_where_it_goes_on(stack, artist):
    path = artist.begin(1000, "Half a film", filename="half.mp4").headers["Location"]
    artist.patch(path, 0, b"x" * 439)
    item = artist.item("Half a film")
    page = artist.get("/portfolio")
    assert "half.mp4: 43 % came." in text_of(page) and f'href="/portfolio/items/{item}/resume"' in page.text
    page = artist.get(f"/portfolio/items/{item}/resume")
    assert page.status_code == 200 and "half.mp4: 43 % came. Choose the same file again to go on." in text_of(page)
    for known in (f'data-upload-url="{path}"', 'data-file-name="half.mp4"', 'data-length="1000"'):
        assert known in page.text

    with Browser(stack.site["base_url"]) as student:
        assert student.get(f"/portfolio/items/{item}/resume").status_code == 303  # to the login
        account = stack.site["accounts"]["student"]
        student.sign_in(account["username"], account["password"])
        assert student.get(f"/portfolio/items/{item}/resume").status_code == 404
    artist.patch(path, 439, b"x" * 561)
    assert artist.get(f"/portfolio/items/{item}/resume").headers["Location"] == "/portfolio"


@pytest.mark.parametrize("kind, name, words", [("photo", "film.mp4", "JPEG"), ("photo", "photo.exe", "JPEG"),
                                               ("video", "photo.JPG", "MP4"), ("video", "film.avi", "MP4")])
def test_a_file_of_the_wrong_kind_is_refused_by_its_name(artist, kind, name, words):
    answer = artist.begin(1000, "wrong", kind=kind, filename=name)
    assert answer.status_code == 422 and words in answer.json()["message"]
    page = artist.add("video", "wrong", "private", (name, b"x", "video/mp4")) if kind == "video" else None
    assert page is None or (page.status_code == 422 and words in page.text)
    assert artist.item("wrong") is None


@pytest.mark.parametrize("name", ["FILM.MP4", "film", "a.b.webm"])
def test_a_name_that_may_be_a_film_is_taken(artist, name):
    answer = artist.begin(1000, "right", filename=name)
    assert answer.status_code == 201
    assert artist.tus("DELETE", answer.headers["Location"]).status_code == 204
