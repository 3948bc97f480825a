"""Portfolios: who sees what, what is taken, what is refused, and that nothing stays of what is deleted."""

import io
import re
import zipfile

import pytest

from accounts import Browser, add_admin, user_id, wait_for_mails
from holders import connected
from media_files import jpeg, mp4, png, shown
from people import Person, faults, flashes, fresh_account, text_of
from portfolios import Artist

VISIBILITIES = ("private", "school", "public")


@pytest.fixture(scope="module")
def artist(stack):
    with Artist(stack.site["base_url"]) as browser:
        browser.account = browser.joined()
        yield browser


@pytest.fixture(scope="module")
def items(artist):
    """A photo and a video of each visibility, ready."""
    photos = {kind: artist.added("photo", f"{kind} photo", kind, ("p.png", png(), "image/png")) for kind in VISIBILITIES}
    videos = {kind: artist.upload(mp4(), f"{kind} film", visibility=kind) for kind in VISIBILITIES}
    for item in videos.values():
        artist.wait_for(item, "<video")
    return {"photos": photos, "videos": videos}


@pytest.fixture(scope="module")
def readers(stack, artist):
    """Browsers by who sits there."""
    url, accounts = stack.site["base_url"], stack.site["accounts"]
    browsers = {"anonymous": Browser(url), "owner": artist}
    for name in ("student", "teacher", "admin"):
        browsers[name] = Browser(url)
        browsers[name].sign_in(accounts[name]["username"], accounts[name]["password"])
    yield browsers
    for browser in browsers.values():
        browser.close()


def variants(item: dict, visibility: str) -> list[str]:
    photo, film = item["photos"][visibility], item["videos"][visibility]
    return [f"items/{photo}", f"media/{photo}/s.webp", f"media/{photo}/l.jpg", f"items/{film}", f"media/{film}/video",
            f"media/{film}/poster"]


def statuses(browser, base: str, items: dict) -> dict[str, set[int]]:
    """What a reader gets of pages, thumbnails and films, these with a range, by the items' visibility."""
    return {visibility: {browser.get(f"{base}/{path}", headers={"Range": "bytes=0-9"} if "video" in path else {}).status_code
                         for path in variants(items, visibility)} for visibility in VISIBILITIES}


SEEN, HIDDEN = {200, 206}, {404}


@pytest.mark.parametrize("who, private, school", [("owner", SEEN, SEEN), ("student", HIDDEN, SEEN), ("teacher", HIDDEN, SEEN),
                                                  ("admin", HIDDEN, SEEN), ("anonymous", HIDDEN, HIDDEN)])
def test_each_reader_sees_what_is_meant_for_him(readers, items, who, private, school):
    assert statuses(readers[who], "/portfolio", items) == {"private": private, "school": school, "public": SEEN}


def test_a_link_shows_all_but_what_is_private_until_it_is_revoked_or_expires(stack, artist, items, readers):
    other = readers["anonymous"]
    revoked, expired = artist.share(note="for the festival"), artist.share(days="1")
    for link in (revoked, expired):
        assert statuses(other, link, items) == {"private": HIDDEN, "school": SEEN, "public": SEEN}
        page = other.get(link)
        assert "school photo" in page.text and "private photo" not in page.text
        assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("same-origin", "noindex")
        assert page.headers["Cache-Control"] == "no-store"
        picture = other.get(re.search(r'src="([^"]+/media/[^"]+)"', page.text)[1])
        assert picture.status_code == 200 and picture.headers["X-Robots-Tag"] == "noindex"
    number = re.search(r"/portfolio/links/(\d+)/revoke", artist.get("/portfolio/links").text.split("for the festival")[1])[1]
    assert artist.submit(f"/portfolio/links/{number}/revoke").status_code == 303
    with connected(stack) as (connection, placeholder):
        connection.cursor().execute(f"UPDATE portfolio_links SET expires_at = {placeholder}", [1])
    for link in (revoked, expired):
        assert other.get(link).status_code == 404
        assert statuses(other, link, items) == dict.fromkeys(VISIBILITIES, HIDDEN)


def test_files_are_asked_for_each_time_and_gone_at_once(artist, readers, items):
    student = readers["student"]
    photo = artist.added("photo", "changing", "school", ("p.png", png(), "image/png"))
    path = f"/portfolio/media/{photo}/m.webp"
    first = student.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache" and first.content[8:12] == b"WEBP"
    assert student.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert artist.submit(f"/portfolio/items/{photo}/edit", title="changing", visibility="private").status_code == 303
    assert student.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 404
    assert artist.submit(f"/portfolio/items/{photo}/delete").status_code == 303
    assert artist.get(path).status_code == 404


def test_a_film_is_sent_in_ranges(readers, items):
    path = f"/portfolio/media/{items['videos']['public']}/video"
    whole = readers["anonymous"].get(path)
    part = readers["anonymous"].get(path, headers={"Range": "bytes=100-199"})
    assert whole.headers["Content-Type"] == "video/mp4" and shown(whole.content) == shown(mp4())
    assert part.status_code == 206 and part.content == whole.content[100:200]


def test_a_portfolio_is_found_by_name_and_number_and_only_where_something_is_shown(stack, artist, items, readers):
    number = user_id(stack, artist.account.name)
    for who in (artist.account.name, number):
        page = readers["anonymous"].get(f"/portfolio/{who}")
        assert page.status_code == 200 and "public photo" in page.text and "school photo" not in page.text
        assert "school photo" in readers["student"].get(f"/portfolio/{who}").text
    with Person(stack.site["base_url"]) as stranger:
        name = stranger.joined().name
    for who in (name, "nobody-at-all", "999999", artist.account.email):
        assert readers["anonymous"].get(f"/portfolio/{who}").status_code == 404, who


def test_who_is_not_signed_in_is_led_to_the_login(web):
    for path in ("/portfolio", "/portfolio/items/new?kind=photo", "/portfolio/albums", "/portfolio/links"):
        answer = web.get(path)
        assert (answer.status_code, answer.headers["Location"][:12]) == (303, "/login?next="), path


def test_nobody_else_changes_an_item(readers, items):
    student, photo = readers["student"], items["photos"]["public"]
    for path in (f"/portfolio/items/{photo}/edit", f"/portfolio/items/{photo}/delete"):
        assert student.get(path).status_code == 404
        assert student.submit(path, {"title": "his"}, page="/profile").status_code == 404
    assert student.submit(f"/portfolio/items/{photo}/move", {"direction": "up"}, page="/profile").status_code == 404


def test_a_text_is_safe_markdown_and_may_be_looked_at_first(artist, readers):
    text = "**bold** <script>alert(1)</script> [evil](javascript:alert(1)) [good](https://school.example/) ![x](https://pixel.invalid/)"
    preview = artist.add("text", "Words", "public", description=text, preview="1")
    assert preview.status_code == 200 and "<strong>bold</strong>" in preview.text and artist.item("Words") is None
    item = artist.added("text", "Words", "public", description=text)
    page = readers["anonymous"].get(f"/portfolio/items/{item}").text
    assert "<strong>bold</strong>" in page and "&lt;script&gt;alert(1)" in page
    assert 'href="https://school.example/" rel="nofollow noopener' in page and "javascript:" not in page
    assert "pixel.invalid" not in page


@pytest.mark.parametrize("name, content, fault", [
    ("wide.png", lambda: png(30_000, 30_000), "pixels"),
    ("cut.jpg", lambda: jpeg()[:len(jpeg()) // 3], ""),
    ("page.jpg", lambda: b"<html><script>alert(1)</script></html>", ""),
    ("archive.png", lambda: zipped(), ""),
    ("other.jpg", lambda: png(), ""),
    ("empty.svg", lambda: b"<svg", ""),
])
def test_what_is_no_picture_is_refused_at_its_field(artist, name, content, fault):
    answer = artist.add("photo", "bad", "public", (name, content(), "image/png"), description="kept")
    assert answer.status_code == 422 and fault in faults(answer)["file"], faults(answer)
    assert flashes(answer) == ["Please check the marked fields."] and "kept" in answer.text
    assert artist.item("bad") is None


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "text")
    return packed.getvalue()


def test_a_picture_that_is_a_page_too_comes_out_as_a_picture_alone(artist):
    photo = artist.added("photo", "polyglot", "private", ("p.jpg", jpeg() + b"<script>alert(1)</script>" + zipped(), "image/jpeg"))
    for variant in ("s.webp", "l.jpg"):
        content = artist.get(f"/portfolio/media/{photo}/{variant}")
        assert b"script" not in content.content and b"PK\3\4" not in content.content
        assert content.headers["X-Content-Type-Options"] == "nosniff"


def test_a_drawing_with_a_script_becomes_a_bitmap(artist):
    drawing = (b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><script>alert(1)</script>'
               b'<rect width="90" height="60" fill="red"/></svg>')
    photo = artist.added("photo", "drawing", "private", ("d.svg", drawing, "image/svg+xml"))
    assert artist.get(f"/portfolio/media/{photo}/l.jpg").content[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize("name", ["../../etc/passwd.png", "a\u202egnp.png", "x" * 120 + ".png", "..%2f..%2fp.png"])
def test_a_files_name_is_never_a_path(artist, name):
    photo = artist.added("photo", "named", "private", (name, png(), "image/png"))
    page = artist.get(f"/portfolio/items/{photo}").text
    assert "passwd" not in page and "\u202e" not in page


def test_an_archive_is_no_film(artist):
    assert artist.add("video", "archive", "private", ("film.mp4", zipped(), "video/mp4")).status_code == 303
    item = artist.item("archive")
    page = artist.wait_for(item, "Failed")
    assert "<video" not in page and artist.get(f"/portfolio/media/{item}/video").status_code == 404


def test_a_form_with_faults_keeps_what_was_typed(artist):
    answer = artist.add("text", "", "everybody", description="kept words", happened_on="2026-02-30", show="999999", album="7777")
    assert answer.status_code == 422 and "kept words" in answer.text
    assert set(faults(answer)) == {"title", "visibility", "happened_on", "show", "album"}


def test_items_stand_in_albums_and_in_order(artist):
    assert artist.submit("/portfolio/albums", title="Roles").status_code == 303
    album = re.search(r"/portfolio/albums/(\d+)/edit", artist.get("/portfolio/albums").text)[1]
    first = artist.added("text", "Feste", "public", description="x", album=album)
    second = artist.added("text", "Puck", "public", description="x", album=album)
    order = lambda: re.findall(r'data-id="(\d+)"', artist.get(f"/portfolio?album={album}").text)
    assert order() == [second, first]
    assert artist.submit(f"/portfolio/items/{first}/move", direction="up").status_code == 303
    assert order() == [first, second]
    assert artist.submit("/portfolio/order", items=f"{second},{first}").status_code == 303
    assert order() == [second, first]
    assert artist.submit("/portfolio/order", items="1,x").status_code == 400
    link = artist.share(album=album)
    page = artist.get(link).text
    assert "Feste" in page and "public photo" not in page
    assert artist.submit(f"/portfolio/albums/{album}/delete").status_code == 303
    assert artist.item("Feste") == first and artist.get(link).status_code == 404


def test_an_administrator_takes_down_with_a_reason_and_restores(stack, artist, items, readers):
    address = artist.account.email
    photo = artist.added("photo", "taken", "public", ("p.png", png(), "image/png"))
    secret = artist.added("text", "a secret title", "private", description="x")
    with Browser(stack.site["base_url"]) as admin:
        admin.sign_in(add_admin(stack))
        listing = admin.get("/admin/portfolio").text
        assert "taken" in listing and "a secret title" not in listing
        assert "a secret title" not in admin.get(f"/admin/portfolio/{secret}").text
        assert admin.get("/admin/portfolio/storage").status_code == 200
        assert admin.submit(f"/admin/portfolio/{photo}/take-down", {"reason": "not one's own picture"}).status_code == 303
        assert readers["student"].get(f"/portfolio/media/{photo}/s.jpg").status_code == 404
        assert "not one&#39;s own picture" in artist.get(f"/portfolio/items/{photo}").text
        assert admin.submit(f"/admin/portfolio/{photo}/restore").status_code == 303
    assert readers["anonymous"].get(f"/portfolio/media/{photo}/s.jpg").status_code == 200
    mails = wait_for_mails(stack.site, address, 2)
    assert any("not one's own picture" in mail for mail in mails)


def test_a_hundred_photos_are_one_page_that_loads_lazily(stack, artist, items):
    photo = items["photos"]["public"]
    page = artist.get("/portfolio").text
    picture = re.search(rf'<picture>(?:(?!</picture>).)*media/{photo}/(?:(?!</picture>).)*</picture>', page, re.S)[0]
    assert 'loading="lazy"' in picture and 'type="image/webp"' in picture and picture.count("w,") >= 4
    assert re.search(r'width="\d+" height="\d+"', picture)


def test_who_leaves_takes_everything_along(stack):
    with Artist(stack.site["base_url"]) as leaver:
        account = leaver.joined()
        photo = leaver.added("photo", "left", "public", ("p.png", png(shade=33), "image/png"))
        path = leaver.begin(100, "half").headers["Location"]
        leaver.share()
        export = leaver.get("/account/export").json()["portfolio"]
        assert {item["title"] for item in export["items"]} == {"left", "half"} and export["uploads"]
        assert leaver.submit("/account/delete", password=account.password).status_code == 303
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(f"SELECT COUNT(*) FROM portfolio_items WHERE id = {placeholder}", [photo])
        assert cursor.fetchone()[0] == 0
        cursor.execute(f"SELECT state FROM portfolio_uploads WHERE id = {placeholder}", [path.rpartition("/")[2]])
        left = cursor.fetchone()
        assert left is None or left[0] in ("dropped", b"dropped")
        cursor.execute(f"SELECT COUNT(*) FROM host_media_uses WHERE kind = 'portfolio.item' AND record = {placeholder}", [photo])
        assert cursor.fetchone()[0] == 0
