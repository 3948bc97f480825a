"""What happens to films and photos on their way: what they told goes, processes are killed, disks are full."""

import os
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from callboard_dev.service import process_fields, process_start, wait_until
from full_disks import full_front, largest_file
from holders import connected
from media_files import heic, mp4, shown
from people import faults
from portfolios import Artist

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def artist(stack):
    with Artist(stack.site["base_url"]) as browser:
        browser.account = browser.joined()
        yield browser


def told_film(folder: Path) -> bytes:
    """A film as a telephone makes it."""
    (folder / "plain.mp4").write_bytes(mp4())
    told = {"location": "+52.5163+013.3777/", "com.apple.quicktime.model": "MARKED-PHONE", "title": "MARKED-TITLE",
            "creation_time": "2024-05-06T07:08:09Z"}
    options = [word for name, value in told.items() for word in ("-metadata", f"{name}={value}")]
    subprocess.run(["ffmpeg", "-v", "error", "-i", folder / "plain.mp4", "-c", "copy", *options, "-movflags", "use_metadata_tags",
                    folder / "told.mov"], check=True)
    return (folder / "told.mov").read_bytes()


def test_a_film_by_the_plain_form_is_shown_and_tells_nothing_else(artist, web, tmp_path):
    film = told_film(tmp_path)
    assert b"MARKED-PHONE" in film and b"+52.51" in film
    assert artist.add("video", "by form", "public", ("film.mov", film, "video/quicktime")).status_code == 303
    item = artist.item("by form")
    page = artist.wait_for(item, "<video")
    assert f"/portfolio/media/{item}/poster" in page
    poster = web.get(f"/portfolio/media/{item}/poster")
    assert poster.status_code == 200 and poster.content[8:12] == b"WEBP"
    part = web.get(f"/portfolio/media/{item}/video", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content, part.headers["Content-Type"]) == (206, b"ftyp", "video/mp4")
    whole = web.get(f"/portfolio/media/{item}/video").content
    assert not re.search(rb"MARKED|52\.51|apple|Lavf|x264|2024-", whole)
    assert whole.index(b"moov") < whole.index(b"mdat"), "it plays before all of it is there"
    assert shown(whole) == shown(film)


@pytest.mark.engine("sqlite")
def test_a_photo_of_a_telephone_comes_upright_and_tells_nothing(artist):
    assert b"MARKED-PHONE" in heic() and b"irot" in heic()
    photo = artist.added("photo", "heic", "private", ("p.heic", heic(), "image/heic"))
    for variant in ("l.jpg", "l.webp"):
        content = artist.get(f"/portfolio/media/{photo}/{variant}").content
        assert not re.search(rb"MARKED|GPS", content)
        pixels = subprocess.run(["ffmpeg", "-v", "error", "-i", "-", "-vf", "scale=1:2:flags=area", "-f", "rawvideo", "-pix_fmt",
                                 "rgb24", "-"], input=content, capture_output=True, check=True).stdout
        assert pixels[0] > 200 and pixels[5] > 200, f"red above, blue below: {pixels.hex()}"
        size = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", "-"],
                              input=content, capture_output=True, check=True).stdout
        assert size.split() == [b"128,192"]


@pytest.mark.engine("sqlite")
def test_a_heic_that_the_library_does_not_know_is_refused_with_what_to_do(artist):
    """As one of another encoder: its picture is said to be in a format of tomorrow."""
    answer = artist.add("photo", "unknown heic", "private", ("p.heic", heic().replace(b"hvc1", b"zzz1"), "image/heic"))
    assert answer.status_code == 422 and "Please save it as JPEG" in faults(answer)["file"], faults(answer)
    assert artist.item("unknown heic") is None


def stopped(process: int) -> bool:
    """Stops it, unless it ended before."""
    os.kill(process, signal.SIGSTOP)
    assert wait_until(lambda: (process_fields(process) or "Z")[0] in "TZ", 5, 0)
    return process_fields(process) is not None


def copying(stack) -> int | None:
    """The process that copies a film, stopped in the middle of it."""
    for host in stack.host_processes():
        for task in Path(f"/proc/{host}/task").glob("*/children"):
            try:
                for process in map(int, task.read_text().split()):
                    if stopped(process) and b"\0copy\0" in Path(f"/proc/{process}/cmdline").read_bytes():
                        return process
                    os.kill(process, signal.SIGCONT)
            except OSError:
                continue  # a thread or a process that was there a moment ago
    return None


def parent_of(process: int) -> int:
    return int(re.search(r"PPid:\t(\d+)", Path(f"/proc/{process}/status").read_text())[1])


def kill_at_its_work(stack, jobs: int) -> None:
    """Nobody waits for the leases that it held; they are over before another one is there to read them."""
    os.kill(stack.host.pid, signal.SIGSTOP)
    try:
        os.kill(jobs, signal.SIGKILL)
        with connected(stack) as (connection, _):
            cursor = connection.cursor()
            cursor.execute("UPDATE host_job_leases SET leased_until = 0, due_at = 0 WHERE name LIKE 'portfolio.%'")
            cursor.execute("UPDATE portfolio_items SET lease_until = 1 WHERE state = 'processing'")
            assert cursor.rowcount == 1, "it was being processed still"
    finally:
        os.kill(stack.host.pid, signal.SIGCONT)


def test_a_film_whose_processing_was_killed_is_processed_again_once(stack, artist):
    """`kill -9` of the jobs process while callboard-video copies the film: stopped first, so that it surely does."""
    assert wait_until(lambda: "generation_ready" in (stack.folder / "log/host.log").read_text(), 15)
    partial = Path(stack.tables["server"]["data_dir"]) / "media/partial"
    film = mp4(20, "1500k")
    item = artist.upload(film, "killed", visibility="public")
    caught = []
    assert wait_until(lambda: caught.append(copying(stack)) or caught[-1], 30, 0), artist.get(f"/portfolio/items/{item}").text
    video, jobs = caught[-1], parent_of(caught[-1])
    assert len(list(partial.glob("*.bare"))) == 1
    kill_at_its_work(stack, jobs)
    with suppress(ProcessLookupError):  # it went with the jobs process, or does so as soon as it goes on
        os.kill(video, signal.SIGCONT)
    assert wait_until(lambda: process_start(video) is None, 10), "it dies with its host"
    artist.wait_for(item, "<video", 20)
    assert shown(artist.get(f"/portfolio/media/{item}/video").content) == shown(film)
    assert wait_until(lambda: not list(partial.glob("*.*")), 10), "nothing is left beside what still comes in"
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(f"SELECT COUNT(*) FROM host_media_uses WHERE kind = 'portfolio.item' AND record = {placeholder}", [item])
        assert cursor.fetchone()[0] == 2, "the film and its poster"
    assert stack.callboard("media", "check").stdout.endswith(": all is well\n")


@pytest.mark.engine("sqlite")
def test_where_nginx_has_no_room_for_a_request_it_says_so_and_nothing_is_lost(stack, artist):
    film = os.urandom(6 * MIB)
    path = artist.begin(len(film), "through a full disk").headers["Location"]
    assert artist.patch(path, 0, film[:3 * MIB]).status_code == 204
    with full_front(stack):
        refused = artist.patch(path, 3 * MIB, film[3 * MIB:])
        assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
        assert refused.headers["Content-Type"] == "application/json" and refused.json()["message"]
        page = artist.add("photo", "large", file=("p.jpg", film[:2 * MIB], "image/jpeg"))
        assert page.status_code == 503 and page.headers["Content-Type"].startswith("text/html") and "<html" in page.text
        assert artist.tus("HEAD", path).headers["Upload-Offset"] == str(3 * MIB)
    assert artist.patch(path, 3 * MIB, film[3 * MIB:-1]).status_code == 204
    assert artist.tus("HEAD", path).headers["Upload-Offset"] == str(6 * MIB - 1)
    assert artist.tus("DELETE", path).status_code == 204


@pytest.mark.engine("sqlite")
def test_where_the_host_has_no_room_an_upload_goes_on_later_where_it_was(stack, artist):
    film = os.urandom(24 * MIB)
    path = artist.begin(len(film) + 1, "onto a full disk").headers["Location"]
    assert artist.patch(path, 0, film[:8 * MIB]).status_code == 204
    with largest_file(stack, 12 * MIB):
        refused = artist.patch(path, 8 * MIB, film[8 * MIB:16 * MIB])
        assert refused.status_code == 503 and "no room" in refused.json()["message"]
        assert artist.tus("HEAD", path).headers["Upload-Offset"] == str(8 * MIB)
    for offset in (8 * MIB, 16 * MIB):
        assert artist.patch(path, offset, film[offset:offset + 8 * MIB]).status_code == 204
    assert artist.tus("HEAD", path).headers["Upload-Offset"] == str(24 * MIB)
    assert artist.tus("DELETE", path).status_code == 204


@pytest.mark.engine("sqlite")
def test_the_demo_has_a_film_that_plays(stack, web):
    page = web.get("/portfolio/student2").text
    item = re.search(r"/portfolio/media/(\d+)/poster", page)[1]
    assert "Ten seconds on stage" in page
    part = web.get(f"/portfolio/media/{item}/video", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content, part.headers["Content-Type"]) == (206, b"\x1a\x45\xdf\xa3", "video/webm")
