"""Requests of every kind through nginx and FastCGI to a plugin and back, the bad ones included."""

import hashlib
import os
import re
import threading
from urllib.parse import quote

import pytest

from clients import Answer, Client, exchange

pytestmark = pytest.mark.engine("sqlite")


def token_of(page: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


@pytest.fixture
def form(stack, web):
    """The probe's form as a browser has it: its token and its cookies."""
    page = web.get("/probe/form")
    return {"csrf_token": token_of(page.text)}


def checksum(content: bytes) -> str:
    total = 0
    for byte in content:
        total = (total * 31 + byte) % 2**64
    return str(total)


def test_a_form_that_holds_redirects_and_its_flash_is_shown_once(web, form):
    answer = web.post("/probe/form", data={**form, "text": "Чайка & <b>"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/probe/form")

    assert "Saved: Чайка &amp; &lt;b&gt;" in web.get("/probe/form").text
    assert "Saved:" not in web.get("/probe/form").text


def test_a_form_that_does_not_hold_is_shown_again(web, form):
    answer = web.post("/probe/form", data={**form, "text": ""})
    assert answer.status_code == 422
    assert "This field is needed." in answer.text


@pytest.mark.parametrize("change", [{"csrf_token": ""}, {"csrf_token": "forged"}])
def test_a_form_without_its_token_has_no_effect(web, form, change):
    answer = web.post("/probe/form", data={**form, **change, "text": "x"})
    assert answer.status_code == 403
    assert "Saved:" not in web.get("/probe/form").text


def test_a_form_from_another_site_has_no_effect(web, form):
    answer = web.post("/probe/form", data={**form, "text": "x"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_files_arrive_whole_whatever_they_hold(web, form):
    content = b"--boundary\r\n\0\r\n" + os.urandom(3_000_000)
    answer = web.post("/probe/upload", data={**form, "title": "Вишнёвый сад"},
                      files=[("file", ("афиша.bin", content)), ("empty", ("nothing.txt", b""))])

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert ["title", "Вишнёвый сад"] in told["fields"]
    assert told["uploads"][0] == {"field": "file", "name": "афиша.bin", "size": len(content), "sum": checksum(content)}


def test_uploads_leave_nothing_behind(web, form, stack):
    web.post("/probe/upload", data=form, files={"file": ("a.bin", os.urandom(500_000))})
    assert list((stack.folder / "data/uploads").iterdir()) == []


@pytest.mark.parametrize("body", [
    b"", b"nothing of the kind", b"--b\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
    b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nno end', b"--b\r\n" + b"X: y\r\n" * 500 + b"\r\n\r\n--b--",
])
def test_a_broken_multipart_body_is_400(web, form, body):
    answer = web.post("/probe/upload", data=body,
                      headers={"Content-Type": "multipart/form-data; boundary=b", "X-CSRF-Token": form["csrf_token"]})
    assert answer.status_code == 400
    assert web.get("/probe/echo").status_code == 200


@pytest.mark.parametrize("path", ["/%zz", "/%", "/a%00b", "/%ff%fe", "/a/../b", "/..%2fetc/passwd", "/%0d%0aX:1"])
def test_a_path_that_is_none_is_refused(site, web, path):
    raw = exchange(site["base_url"], f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    answer = Answer.parse(raw)
    assert answer.status in (400, 404), raw
    assert b"root:" not in answer.body and "x" not in answer.headers
    assert web.get("/probe/echo").status_code == 200


@pytest.mark.parametrize("body", [
    b"{", b"[1]", b'"text"', b"\xff\xfe", b'{"a": 1, "a": 2}', b'{"a":' * 500 + b"1" + b"}" * 500, b'{"a": 01}', b"{}x",
    b'{"a": "\xc3\x28"}',
])
def test_json_that_is_none_is_400_with_json(web, body):
    answer = web.post("/probe/echo", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and list(answer.json()) == ["message"]


def test_what_fails_inside_shows_nothing_private(web, stack):
    for headers in ({}, {"Accept": "application/json"}):
        answer = web.get("/probe/fail", headers=headers)
        assert answer.status_code == 500
        assert "hunter2" not in answer.text and "runtime_error" not in answer.text
    assert answer.headers["X-Request-Id"] in stack.host.log.read_text()


def test_head_is_a_get_without_its_body(web):
    got, head = web.get("/"), web.head("/")
    assert head.status_code == 200 and head.content == b""
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_a_stream_arrives_whole(web):
    answer = web.get("/probe/stream/50000")
    assert answer.text == "a line of text that goes out as it is made\n" * 50_000


def test_pages_are_in_the_readers_language(web):
    russian = web.get("/", headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"})
    assert 'lang="ru"' in russian.text and russian.headers["Content-Language"] == "ru"
    assert 'lang="en"' in web.get("/", headers={"Accept-Language": "de"}).text


def test_the_language_switch_comes_back_to_the_page_and_is_remembered(web):
    token = token_of(web.get("/probe/form").text)
    answer = web.post("/language", data={"csrf_token": token, "language": "ru", "next": "/probe/form"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/probe/form")
    assert 'lang="ru"' in web.get("/probe/form").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_language_switch_never_leaves_the_site(web, elsewhere):
    token = token_of(web.get("/probe/form").text)
    answer = web.post("/language", data={"csrf_token": token, "language": "ru", "next": elsewhere})
    assert "evil" not in answer.headers.get("Location", "") and "javascript" not in answer.headers.get("Location", "")


def test_a_page_for_people_says_503_where_no_plugin_knows_people(start_stack):
    stack = start_stack(plugins=[])
    with Client(stack.base_url) as web:
        assert web.get("/probe/person", headers={"Accept": "application/json"}).status_code == 503


def test_a_page_for_people_sends_whoever_is_not_signed_in_to_do_so(web):
    assert web.get("/probe/person", headers={"Accept": "application/json"}).status_code == 401
    answer = web.get("/probe/person")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/probe/person")


def test_what_was_answered_took_effect_under_many_writers(site, stack, web):
    name = "writers-" + hashlib.sha256(os.urandom(8)).hexdigest()[:8]

    def work() -> None:
        with Client(site["base_url"]) as client:
            for _ in range(100):
                values.append(client.post(f"/probe/counters/{quote(name)}", json={}).json()["value"])

    values: list[int] = []
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(values) == list(range(1, 801))
    assert web.get(f"/probe/counters/{name}").json()["value"] == 800
