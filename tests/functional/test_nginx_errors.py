"""What nginx answers by itself, the host being away: the right shape, a length, the request's id."""

import json

import pytest

from clients import Answer, Client, cabinet_client, exchange
from callboard_dev.paths import BUILD
from conftest import PRESET

JSON_PATHS = [("/issue_key", "error"), ("/return_key", "error"), ("/cabinet/v1/events", "error"), ("/users", "message"),
              ("/users/7", "message")]


@pytest.fixture
def web(front):
    with Client(front.url) as client:
        yield client


@pytest.fixture
def cabinet(front):
    with cabinet_client({"cabinet_url": front.cabinet_url, "ca_file": front.ca}) as client:
        yield client


def assert_json_error(answer, member):
    assert answer.headers["Content-Type"] == "application/json"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "Transfer-Encoding" not in answer.headers
    assert len(answer.headers["X-Request-Id"]) == 32
    assert list(answer.json()) == [member] and answer.json()[member]


def assert_page(answer, status):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "nginx/" not in answer.text and "<html" in answer.text
    assert 'lang="en"' in answer.text and 'lang="ru"' in answer.text


@pytest.mark.parametrize("path, member", JSON_PATHS)
def test_a_host_that_is_down_is_a_json_error_on_api_paths(web, path, member):
    answer = web.post(path, json={})

    assert answer.status_code == 502
    assert_json_error(answer, member)
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_host_that_is_down_is_a_page_in_both_languages_for_a_browser(web):
    assert_page(web.get("/schedule", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}), 502)


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"Content-Type": "application/json; charset=utf-8"},
                                     {"Accept": "text/plain, application/json;q=0.5"}])
def test_a_json_client_gets_json_everywhere(web, headers):
    answer = web.post("/login", data="{}", headers=headers)

    assert answer.status_code == 502
    assert_json_error(answer, "message")


def test_a_path_that_only_begins_like_an_api_path_is_a_page(web):
    assert_page(web.get("/users_of_the_month"), 502)


def test_a_body_that_is_too_large_is_413_in_the_paths_shape(web):
    body = bytes(17 * 1024 * 1024)

    page = web.post("/profile", data=body)
    api = web.post("/issue_key", data=body)

    assert_page(page, 413)
    assert api.status_code == 413
    assert_json_error(api, "error")


def test_the_cabinets_server_takes_small_bodies_only(cabinet):
    answer = cabinet.post("/issue_key", data=bytes(17 * 1024))

    assert answer.status_code == 413
    assert_json_error(answer, "error")
    assert cabinet.post("/cabinet/v1/events", data=bytes(200 * 1024)).status_code == 502


@pytest.mark.parametrize("raw, status", [
    (b"NONSENSE\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\n\r\n", 400),  # no Host
    (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    (b"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 20000 + b"\r\n\r\n", 431),
    (b"GET / HTTP/7.0\r\nHost: localhost\r\n\r\n", 505),
])
def test_a_broken_request_is_a_page_with_its_length(front, raw, status):
    answer = Answer.parse(exchange(front.url, raw))

    assert answer.status == status
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-request-id"]


def test_a_broken_request_for_an_api_path_is_json(front):
    raw = b"POST /issue_key HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n"

    answer = Answer.parse(exchange(front.url, raw))

    assert answer.status == 400
    assert list(json.loads(answer.body)) == ["error"]


def test_plain_http_on_the_cabinets_tls_port_is_400_with_json(front):
    raw = b"POST /issue_key HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"

    answer = Answer.parse(exchange(front.cabinet_url, raw))

    assert answer.status == 400
    assert list(json.loads(answer.body)) == ["error"]


@pytest.mark.parametrize("path", ["/", "/login", "/admin", "/-/ready", "/-/metrics", "/static/site.css", "/issue_key/"])
def test_the_cabinets_server_has_nothing_but_the_cabinets_paths(cabinet, path):
    answer = cabinet.get(path)

    assert answer.status_code == 404
    assert_json_error(answer, "error")


def test_the_error_pages_themselves_have_no_address(web):
    for path in ("/_errors/page", "/_errors/message", "/_errors/error", "/_media/x"):
        assert web.get(path).status_code == 404


def test_a_missing_static_file_is_404_in_the_visitors_shape(web):
    assert_page(web.get("/static/none.css"), 404)
    assert_json_error(web.get("/static/none.css", headers={"Accept": "application/json"}), "message")


def test_a_static_path_refuses_other_methods_and_says_which_it_takes(web):
    answer = web.post("/static/none.css")

    assert answer.status_code in (404, 405)
    answer = web.request("TRACE", "/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_head_request_gets_the_length_and_no_body(web):
    answer = web.head("/schedule")

    assert answer.status_code == 502
    assert int(answer.headers["Content-Length"]) > 0 and answer.content == b""


def test_the_errors_of_the_build_are_what_is_shown(front, web):
    made = BUILD / PRESET / "static/errors"
    shown = front.folder / "static/errors"
    for name in ("502.html", "502.message.json", "502.error.ru.json"):
        (shown / name).write_bytes((made / name).read_bytes())

    assert web.get("/schedule").content == (made / "502.html").read_bytes()
    assert web.get("/users").content == (made / "502.message.json").read_bytes()
    answer = web.post("/issue_key", json={})
    assert answer.content == (made / "502.error.ru.json").read_bytes()
    assert_json_error(answer, "error")
