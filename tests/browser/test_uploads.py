"""Photos and videos on their way: a bad network, a site that restarts, a page that was closed, files that are refused."""

import os

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from accessibility import violations
from accounts import user_id
from bad_network import BadNetwork
from conftest import PRESET
from holders import connected
from looks import fits
from media_files import film, jpegs
from pages import follow, wait
from russian import russian as russian_text
from test_accounts import russian  # noqa: F401 (the browser)
from uploads import UploadPage

SLOW, UNLIMITED = 4_000_000, 1e12  # bytes a second


@pytest.fixture
def network(stack):
    with BadNetwork(stack.options.ports.http, UNLIMITED) as made:
        yield made


@pytest.fixture
def page(browser, site, network):
    """Of somebody new, behind that network."""
    return UploadPage(browser, site, network.url)


@pytest.fixture(scope="module")
def short_film(tmp_path_factory):
    """Larger than a piece."""
    return film(tmp_path_factory.mktemp("film") / "film.mp4", 19)


def change(stack, statement: str, *values) -> None:
    with connected(stack) as (connection, placeholder):
        connection.cursor().execute(statement.replace("?", placeholder), values)


def play(browser) -> None:
    """By the keyboard, as somebody does: it moves by itself, stops, and goes on from elsewhere."""
    def video(what: str):
        return browser.execute_script(f"const v = document.querySelector('video'); return v && ({what})")

    wait(browser).until(lambda _: video("v.readyState >= 1 && v.duration > 10"))
    player = browser.find_element(By.TAG_NAME, "video")
    player.send_keys(Keys.SPACE)
    wait(browser).until(lambda _: video("!v.paused && v.currentTime > 0"))
    began = video("v.currentTime")
    wait(browser).until(lambda _: video("v.currentTime") > began + 1)
    player.send_keys(Keys.SPACE)
    wait(browser).until(lambda _: video("v.paused"))
    far = video("v.currentTime = v.duration - 2")
    wait(browser).until(lambda _: video("!v.seeking && v.readyState >= 2"))
    assert far > 10 and abs(video("v.currentTime") - far) < 0.5


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mebibytes, rate", [(19, SLOW), pytest.param(200, 6 * SLOW, marks=pytest.mark.soak)])
def test_a_film_survives_a_lost_network_and_a_restart_and_plays(page, stack, network, tmp_path, mebibytes, rate):
    browser = page.browser
    network.mend(rate)
    page.new("video", film(tmp_path / "film.mp4", mebibytes))
    page.fill(title="Over a bad network")
    page.send()
    page.has_sent(48)
    network.lose()
    page.says("connection is lost")
    pieces = page.offsets()
    came = page.came(pieces[0][0])
    print(f"when the network was lost, {came / 1048576:.1f} of {mebibytes} MiB had come, in {len(pieces)} pieces")
    assert 0 < pieces[-1][1] <= came < mebibytes * 1048576  # all but the piece that was on its way
    assert violations(browser) == []
    network.mend(rate / 2)
    wait(browser).until(lambda _: len(page.offsets()) > len(pieces))  # what was sent before may have been shown already
    assert page.offsets()[len(pieces)] == (pieces[0][0], came)  # goes on where it stopped

    page.has_sent(60)
    pieces = page.offsets()
    stack.host.stop()
    page.says("cannot take the file")
    stack.start_host()
    stack.wait_until_ready()
    page.is_through(120)
    after = page.offsets()[len(pieces):]
    assert {path for path, _ in page.offsets()} == {pieces[0][0]} and all(offset >= came for _, offset in after)
    network.mend(UNLIMITED)
    page.is_ready("Over a bad network")
    follow(browser, By.LINK_TEXT, "Over a bad network")
    play(browser)
    # nginx sent it in ranges.
    lines = (stack.folder / "log/nginx-site.log").read_text().splitlines()
    assert any('.mp4"' in line and '"status":206' in line for line in lines)


def test_an_upload_that_was_left_goes_on_when_its_file_is_chosen_again(page, network, short_film, tmp_path):
    browser = page.browser
    page.new("video", short_film)
    page.fill(title="Left alone")
    network.mend(SLOW)
    page.send()
    page.has_sent(30)
    path = page.offsets()[0][0]
    page.is_closed(network)
    came = page.came(path)
    network.mend(SLOW)
    page.new("video", short_film)  # this browser remembers it
    page.fill(title="Another title")
    page.send()
    page.says("Going on where it stopped.")
    page.has_sent(60)
    assert page.offsets()[0] == (path, came)
    page.is_closed(network)
    came = page.came(path)
    network.mend(UNLIMITED)
    page.open("/portfolio")
    assert page.titles() == ["Left alone"]
    assert f"film.mp4: {came * 100 // short_film.stat().st_size} % came." in page.text
    assert violations(browser) == []
    follow(browser, By.LINK_TEXT, "Go on with the upload")
    assert "Choose the same file again" in page.text and violations(browser) == []

    other = tmp_path / "film.mp4"
    other.write_bytes(b"not this one")
    page.choose(other)
    page.line("This is another file")
    browser.execute_script("localStorage.clear()")  # as on another device
    page.choose(short_film)
    page.send()
    page.is_through()
    assert page.offsets()[0] == (path, came)
    page.is_ready("Left alone")


def test_several_photos_become_items_and_a_bad_one_stops_none(page, tmp_path):
    browser = page.browser
    photos = jpegs(tmp_path, 4)
    notes, huge = tmp_path / "notes.txt", tmp_path / "huge.jpg"
    notes.write_text("not a photo")
    huge.touch()
    os.truncate(huge, 26 * 1024 * 1024)
    page.new("photo", *photos, notes, huge)
    page.line("too large: at most 25 MB", "huge.jpg")  # before anything is sent
    assert not browser.find_element(By.ID, "title").is_enabled()
    page.fill(description="From the first night")
    browser.find_element(By.CSS_SELECTOR, "#visibility [value=public]").click()
    page.send()
    page.says("4 of 6 files came")
    assert {name: said for name, said in page.lines().items() if said != "Done"} == {
        "huge.jpg": "This file is too large: at most 25 MB.", "notes.txt": page.lines()["notes.txt"]}
    assert "JPEG" in page.lines()["notes.txt"] and violations(browser) == []
    # What failed is still chosen, and what was written still there.
    chosen = browser.execute_script("return [...document.getElementById('file').files].map((file) => file.name)")
    assert sorted(chosen) == ["huge.jpg", "notes.txt"]
    assert browser.find_element(By.ID, "description").get_attribute("value") == "From the first night"
    page.open("/portfolio")
    assert sorted(page.titles()) == [photo.stem for photo in photos]
    assert page.text.count("From the first night") == page.text.count("Everybody") == 4
    for photo in photos:
        page.is_ready(photo.stem)

    page.new("photo", photos[0])
    page.fill(title="One by itself", alt="A pattern")
    page.send()
    page.is_through()
    page.is_ready("One by itself")
    assert browser.find_element(By.CSS_SELECTOR, "#portfolio_items img").get_attribute("alt") == "A pattern"


def test_a_refusal_is_told_in_russian_on_a_telephone(russian, site, tmp_path):
    page = UploadPage(russian, site)
    notes, huge = tmp_path / "notes.txt", tmp_path / "huge.jpg"
    notes.write_text("not a photo")
    huge.touch()
    os.truncate(huge, 26 * 1024 * 1024)
    page.new("photo", notes, huge)
    page.send()
    page.says(russian_text("{done} of {all} files came. The others are still chosen, and can be sent again.", PRESET)
              .replace("{done}", "0").replace("{all}", "2"))
    assert page.lines()["huge.jpg"].startswith(
        russian_text("This file is too large: at most {most}.", PRESET).partition("{")[0])
    assert page.lines()["notes.txt"].startswith(
        russian_text("The picture must be a {formats} or {last} file.", PRESET).partition("{")[0])
    assert fits(russian) and violations(russian) == []


def test_a_full_portfolio_is_told_before_and_while_sending(page, stack, tmp_path):
    photos = jpegs(tmp_path, 1)
    full = "There is no room left in your portfolio for this file."
    page.open("/portfolio")  # makes nothing yet
    page.new("photo", *photos)
    page.fill(title="Too much", description="kept")
    owner = user_id(stack, page.name)
    change(stack, "INSERT INTO portfolio_owners (id, used) VALUES (?, ?)", owner, 2048 * 1024 * 1024)
    page.send()  # the page does not know it yet
    page.line(full)
    assert page.browser.find_element(By.ID, "title").get_attribute("value") == "Too much"
    change(stack, "UPDATE portfolio_owners SET used = 0, uploads = 10 WHERE id = ?", owner)
    page.send()
    page.line("Too many uploads are under way.")
    change(stack, "UPDATE portfolio_owners SET uploads = 0 WHERE id = ?", owner)
    page.send()
    page.is_through()

    change(stack, "UPDATE portfolio_owners SET used = ? WHERE id = ?", 2048 * 1024 * 1024 - 100, owner)
    page.new("photo", *photos)
    page.line(full)
    page.fill(title="Never sent")
    page.send()
    assert page.offsets() == []


def test_an_upload_that_expired_while_it_paused_says_so_and_begins_anew(page, stack, network, short_film):
    browser = page.browser
    page.new("video", short_film)
    page.fill(title="Forgotten")
    network.mend(SLOW)
    page.send()
    page.has_sent(20)
    page.push("pause")
    page.says("Paused")
    change(stack, "UPDATE portfolio_uploads SET expires_at = 1 WHERE user_id = ?", user_id(stack, page.name))
    page.push("pause")
    page.line("This upload has expired.")
    assert browser.find_element(By.ID, "title").get_attribute("value") == "Forgotten"
    network.mend(UNLIMITED)
    page.send()
    page.is_through()
    assert page.offsets()[-1][0] != page.offsets()[0][0]


def test_who_was_signed_out_meanwhile_is_told_and_who_cancels_leaves_nothing(page, network, short_film):
    browser = page.browser
    page.new("video", short_film)
    page.fill(title="Never")
    network.mend(SLOW)
    page.send()
    page.has_sent(10)
    page.push("cancel")
    page.is_through()
    assert page.titles() == []

    page.new("video", short_film)
    page.fill(title="Signed out")
    browser.delete_all_cookies()
    page.send()
    page.line("You are not signed in any more.")
