"""Static files and uploads as nginx sends them, and the headers of every answer."""

import gzip

import pytest

from clients import Answer, Client, exchange

HASHED = "css/site.0123456789.css"


@pytest.fixture
def web(front):
    with Client(front.url) as client:
        yield client


@pytest.fixture
def files(front):
    static = front.folder / "static"
    (static / "css").mkdir(exist_ok=True)
    (static / HASHED).write_text("body { color: red }")
    (static / f"{HASHED}.gz").write_bytes(gzip.compress(b"body { color: red }"))
    (static / "robots.txt").write_text("User-agent: *\n")
    (front.folder / "data/media/film.mp4").write_bytes(bytes(range(256)) * 100)
    return static


def test_a_hashed_file_is_cached_for_ever(web, files):
    answer = web.get(f"/static/{HASHED}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"


def test_a_file_without_a_hash_is_asked_for_again(web, files):
    first = web.get("/static/robots.txt")
    again = web.get("/static/robots.txt", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


def test_the_compressed_copy_is_sent_to_those_who_take_it(web, files):
    packed = web.get(f"/static/{HASHED}", headers={"Accept-Encoding": "gzip"})
    plain = web.get(f"/static/{HASHED}", headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.text == plain.text == "body { color: red }"


def test_a_missing_file_is_not_cached(web, files):
    assert web.get("/static/css/gone.0123456789.css").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/../tls/ca.key", "/static/..%2f..%2ftls/ca.key", "/static../tls/ca.key",
                                  "/static/", "/static/css/", "/static"])
def test_nothing_outside_the_static_folder_and_no_listing_is_shown(front, files, path):
    raw = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()

    answer = Answer.parse(exchange(front.url, raw))

    assert answer.status in (400, 403, 404, 502)
    assert b"PRIVATE KEY" not in answer.body and b"site.0123" not in answer.body


def test_an_upload_goes_out_through_the_host_alone_and_seeks(web, front, files, recorder):
    asked = "/?header=X-Accel-Redirect:/_media/film.mp4"

    whole = web.get(asked)
    part = web.get(asked, headers={"Range": "bytes=256-265"})

    assert whole.content == bytes(range(256)) * 100
    assert part.status_code == 206 and part.content == bytes(range(10))
    assert "X-Accel-Redirect" not in whole.headers
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert web.get("/_media/film.mp4").status_code == 404


PAGES = ["/", "/?status=404", "/static/css/site.0123456789.css", "/static/none", "/favicon.ico"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_of_the_site_carries_the_security_headers(web, files, recorder, path):
    headers = web.get(path).headers

    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == "'self'" and policy["style-src"] == "'self'"
    assert policy["default-src"] == "'none'" and policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'" and policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(headers["X-Request-Id"]) == 32
    assert headers["Server"] == "nginx"


@pytest.mark.parametrize("path", PAGES)
def test_only_tls_asks_browsers_to_stay_with_tls(front, web, files, recorder, path):
    with Client(front.https_url, verify=front.ca) as secure:
        assert secure.get(path).headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Strict-Transport-Security" not in web.get(path).headers


def test_no_header_is_sent_twice(front, files, recorder):
    for path in PAGES:
        raw = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        head = exchange(front.url, raw).partition(b"\r\n\r\n")[0].decode()
        names = [line.partition(":")[0].lower() for line in head.split("\r\n")[1:]]
        assert len(names) == len(set(names)), names


def test_the_host_may_state_a_policy_of_its_own(web, recorder):
    answer = web.get("/?header=Content-Security-Policy:default-src+'none'")

    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


def test_pages_are_never_compressed_on_the_fly(web, recorder):
    answer = web.get("/", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in answer.headers and "Content-Length" in answer.headers


def test_a_backup_goes_out_through_the_host_alone(web, front, recorder):
    folder = front.folder / "data/backups"
    folder.mkdir(exist_ok=True)
    (folder / "2026-11-21-183000.sqlite.gz").write_bytes(b"packed")

    sent = web.get("/?header=X-Accel-Redirect:/_backups/2026-11-21-183000.sqlite.gz")
    asked = web.get("/_backups/2026-11-21-183000.sqlite.gz")

    assert sent.content == b"packed" and "X-Accel-Redirect" not in sent.headers
    assert asked.status_code == 404
