"""Large files through nginx and the host: in pieces, onto a disk that is full, out again with ranges; and their check."""

import hashlib
import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from callboard_dev.service import wait_until
from clients import Client
from conftest import PRESET
from full_disks import largest_file

MIB = 1024 * 1024
RAW = {"Content-Type": "application/offset+octet-stream"}
MOST_MEMORY = 60 * MIB


def browser(site) -> Client:
    """As a script on a page sends files: with the page's token in a header."""
    client = Client(site["base_url"])
    page = client.get("/probe/form").text
    client.headers["X-CSRF-Token"] = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return client


@pytest.fixture
def web(site):
    with browser(site) as client:
        yield client


def begin(web) -> str:
    return web.post("/probe/uploads").json()["name"]


def append(web, name: str, offset: int, content: bytes):
    return web.post(f"/probe/uploads/{name}?offset={offset}", data=content, headers=RAW)


def stored(web, content: bytes, content_type: str = "video/mp4") -> str:
    name = begin(web)
    assert append(web, name, 0, content).json() == {"kind": "done", "size": len(content)}
    return web.post(f"/probe/uploads/{name}/stored?type={content_type}").json()["name"]


def media_folder(stack) -> Path:
    return Path(stack.tables["server"]["data_dir"]) / "media"


def test_a_file_comes_in_pieces_and_goes_out_in_ranges(stack, web):
    content = os.urandom(5 * MIB + 17)
    upload = begin(web)
    for offset in range(0, len(content), 2 * MIB):
        assert append(web, upload, offset, content[offset:offset + 2 * MIB]).json()["kind"] == "done"
    name = web.post(f"/probe/uploads/{upload}/stored?type=video/mp4").json()["name"]

    assert name == f"{hashlib.sha256(content).hexdigest()[:2]}/{hashlib.sha256(content).hexdigest()}.bin"
    assert web.get(f"/probe/uploads/{upload}").status_code == 404
    address = f"/probe/stored?name={name}&type=video/mp4"
    whole = web.get(address)
    assert (whole.status_code, whole.headers["Content-Type"], whole.headers["Accept-Ranges"]) == (200, "video/mp4", "bytes")
    assert whole.content == content
    part = web.get(address, headers={"Range": f"bytes={4 * MIB}-{4 * MIB + 99}"})
    assert (part.status_code, part.headers["Content-Type"]) == (206, "video/mp4")
    assert part.headers["Content-Range"] == f"bytes {4 * MIB}-{4 * MIB + 99}/{len(content)}"
    assert part.content == content[4 * MIB:4 * MIB + 100]
    assert web.get(address, headers={"Range": "bytes=-5"}).content == content[-5:]
    assert web.get(address, headers={"Range": f"bytes={len(content)}-"}).status_code == 416


def test_what_is_no_stored_file_is_not_found(stack, web):
    upload = begin(web)
    for name in ("../callboard.toml", f"partial/{upload}", f"../media/partial/{upload}", "aa/x.bin", ""):
        assert web.get("/probe/stored", params={"name": name, "type": "text/plain"}).status_code == 404
    for path in (f"/_media/partial/{upload}", f"/media/partial/{upload}"):
        assert web.get(path).status_code == 404


def test_offsets_that_do_not_fit_and_names_that_are_none_are_refused(stack, web):
    upload = begin(web)
    append(web, upload, 0, b"abc")
    assert append(web, upload, 1, b"x").json() == {"kind": "wrong_offset", "size": 3}
    assert append(web, upload, 2**63, b"x").json() == {"kind": "wrong_offset", "size": 3}
    assert append(web, "a" * 43, 0, b"x").status_code == 404
    assert append(web, "..%2f" + upload, 0, b"x").status_code == 404


@pytest.mark.engine("sqlite")
def test_an_upload_goes_on_after_the_workers_were_killed(stack, web):
    upload = begin(web)
    append(web, upload, 0, b"before ")
    # A generation that dies before it is ready is given up, and its master with it: that is another test's subject.
    assert wait_until(lambda: "generation_ready" in (stack.folder / "log/host.log").read_text(), 15)
    before = set(stack.host_processes())
    for process in before:
        os.kill(process, signal.SIGKILL)
    assert wait_until(lambda: not before & set(stack.host_processes()), 15)
    stack.wait_until_ready()
    assert web.get(f"/probe/uploads/{upload}").json()["size"] == 7
    assert append(web, upload, 7, b"after").json() == {"kind": "done", "size": 12}


@pytest.mark.engine("sqlite")
def test_of_parallel_writers_to_one_upload_one_wins(stack, site, web):
    upload = begin(web)
    pieces = [bytes([65 + i]) * (2 * MIB) for i in range(8)]
    start = threading.Barrier(len(pieces))

    def write(piece: bytes) -> dict:
        with browser(site) as client:
            start.wait()
            return append(client, upload, 0, piece).json()

    with ThreadPoolExecutor(len(pieces)) as pool:
        kinds = [answer["kind"] for answer in pool.map(write, pieces)]
    assert kinds.count("done") == 1, kinds
    assert set(kinds) <= {"done", "busy", "wrong_offset"}
    name = web.post(f"/probe/uploads/{upload}/stored").json()["name"]
    assert web.get(f"/probe/stored?name={name}&type=text/plain").content == pieces[kinds.index("done")]


@pytest.mark.engine("sqlite")
def test_a_full_disk_is_told_loses_nothing_and_recovers(stack, web):
    content = os.urandom(66 * MIB)
    upload = begin(web)
    append(web, upload, 0, content[:MIB])
    processes = stack.host_processes()
    with largest_file(stack, 64 * MIB):
        refused = append(web, upload, MIB, content[MIB:])
        assert refused.status_code == 503
        assert refused.json()["message"] == "There is no room for more files at the moment. Please try again later."
        assert web.get(f"/probe/uploads/{upload}").json()["size"] == MIB
        assert append(web, upload, MIB, content[MIB:2 * MIB]).json()["size"] == 2 * MIB
    assert append(web, upload, 2 * MIB, content[2 * MIB:]).json()["size"] == len(content)
    assert stack.host_processes() == processes
    name = web.post(f"/probe/uploads/{upload}/stored").json()["name"]
    assert name.endswith(hashlib.sha256(content).hexdigest() + ".bin")


def peaks(stack) -> list[int]:
    """The most that each process had resident since clear_peaks(), in bytes."""
    lines = [Path(f"/proc/{process}/status").read_text() for process in stack.host_processes()]
    return [int(text.split("VmHWM:")[1].split()[0]) * 1024 for text in lines]


def clear_peaks(stack) -> None:
    for process in stack.host_processes():
        Path(f"/proc/{process}/clear_refs").write_text("5")


@pytest.mark.engine("sqlite")
@pytest.mark.skipif(PRESET != "dev", reason="a sanitizer's own memory comes on top")
@pytest.mark.parametrize("mebibytes", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_ten_large_uploads_at_once_need_no_memory(stack, site, mebibytes):
    content = bytes(mebibytes * MIB)
    clear_peaks(stack)
    idle = peaks(stack)

    def upload(_) -> dict:
        with browser(site) as client:
            name = begin(client)
            answer = client.post(f"/probe/uploads/{name}?offset=0", data=content, headers=RAW, timeout=120).json()
            client.post(f"/probe/uploads/{name}/stored")
            return answer

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(upload, range(10)))
    print(f"resident, idle {[size // MIB for size in idle]}, at most {[size // MIB for size in peaks(stack)]} MiB")
    assert answers == [{"kind": "done", "size": len(content)}] * 10
    assert max(peaks(stack)) < MOST_MEMORY


def test_the_check_finds_what_is_wrong_and_repairs_what_it_can(stack, web):
    name = stored(web, b"a video " + os.urandom(8))
    folder = media_folder(stack)
    assert stack.callboard("media", "check").stdout.endswith(": all is well\n")

    stray = folder / "aa" / ("a" * 64 + ".bin")
    unfinished = folder / "incoming/upload-1-broken-off"
    for left in (stray, unfinished):
        left.parent.mkdir(exist_ok=True)
        left.write_text("left by a crash")
        os.utime(left, (time.time() - 90_000,) * 2)
    kept = (folder / name).read_bytes()
    (folder / name).write_bytes(b"A" + kept[1:])
    found = stack.callboard("media", "check", check=False)
    assert found.returncode == 1
    assert f"damaged     {name} (used by probe.file 1 (" in found.stdout
    assert f"stray       aa/{stray.name} " in found.stdout
    assert "unfinished  incoming/upload-1-broken-off " in found.stdout

    repaired = stack.callboard("media", "check", "--repair", check=False)
    assert repaired.returncode == 1, "what is damaged stays so"
    assert ": 3 wrong, 2 repaired" in repaired.stdout
    assert not stray.exists() and not unfinished.exists()
    (folder / name).write_bytes(kept)
    assert stack.callboard("media", "check").stdout.endswith(": all is well\n")
    (folder / name).unlink()
    assert f"missing     {name} " in stack.callboard("media", "check", check=False).stdout
    (folder / name).write_bytes(kept)
