"""The running site, through nginx, on both databases."""

import json

import pytest

from clients import Answer, exchange


def test_it_is_ready_and_says_so_on_this_machine_alone(site, web):
    raw = b"GET /-/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    assert web.get("/-/ready").status_code == 200
    assert web.get("/-/health").status_code == 200
    assert web.get("/-/metrics").status_code == 200
    assert Answer.parse(exchange(site["base_url"], raw, source="127.0.0.2")).status == 404


def test_the_home_page_is_served_over_http_and_https(web, secure_web):
    for client in (web, secure_web):
        page = client.get("/")
        assert page.status_code == 200
        assert page.headers["Content-Type"].startswith("text/html")


def test_what_the_page_refers_to_is_there_and_cached_for_ever(web):
    page = web.get("/").text
    references = [part.split('"')[0] for part in page.split('"/static/')[1:]]

    assert references
    for reference in references:
        answer = web.get(f"/static/{reference}")
        assert answer.status_code == 200, reference
        assert "immutable" in answer.headers["Cache-Control"], reference


def test_the_static_files_of_the_build_are_packed(web, stack):
    page = web.get("/").text
    sheet = next(part.split('"')[0] for part in page.split('"/static/')[1:] if ".css" in part.split('"')[0])

    answer = web.get(f"/static/{sheet}", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"


def test_the_log_carries_the_request_id_that_the_client_sees(web, stack):
    answer = web.get("/probe/fail")

    assert answer.status_code == 500
    lines = [json.loads(line) for line in stack.host.log.read_text().splitlines() if line.startswith("{")]
    assert any(answer.headers["X-Request-Id"] in json.dumps(line) for line in lines)
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("body", [{}, {"text": "я" * 1000}, {"deep": [[[[1]]]]}])
def test_a_body_comes_through_unchanged(web, body):
    assert web.post("/probe/echo", json=body).json() == body


def test_the_hosts_answers_have_a_length(web):
    for path in ("/", "/probe/echo", "/nowhere"):
        answer = web.get(path)
        assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_an_unknown_path_is_404_and_a_wrong_method_405(web):
    assert web.get("/nowhere").status_code == 404
    answer = web.delete("/probe/echo")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_site_json_describes_what_runs(stack, site):
    assert site["database"] == stack.options.database
    assert site["base_url"].startswith("http://localhost:")
    assert [holder["serial"] for holder in site["holders"]] == ["12345ABC", "67890DEF"]
    for file in ("client_cert", "client_key"):
        assert open(site["cabinet"][file]).read().startswith("-----BEGIN")
    assert (stack.folder / "site.json").stat().st_mode & 0o077 == 0


def test_the_secrets_are_for_their_owner_alone(stack):
    for file in [*(stack.folder / "secrets").iterdir(), *(stack.folder / "tls").glob("*.key")]:
        assert file.stat().st_mode & 0o077 == 0, file


def test_migrating_again_changes_nothing(stack):
    assert stack.callboard("migrate").returncode == 0
    assert stack.callboard("migrate", "--dry-run").returncode == 0
