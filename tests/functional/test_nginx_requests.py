"""What nginx tells the host about a request, and what a client cannot make it tell."""

import json
import os
import re
import subprocess

import pytest

from callboard_dev.service import wait_until
from clients import Answer, Client, cabinet_client, exchange


@pytest.fixture
def told(front, recorder):
    """told(path, …): the FastCGI parameters that the host got."""
    def ask(path="/", method="GET", client=None, **options):
        with Client(front.url) as web:
            answer = (client or web).request(method, path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()["parameters"]
    return ask


def cabinet(front, **options):
    site = {"cabinet_url": front.cabinet_url, "ca_file": front.ca,
            "cabinet": {"client_cert": str(front.folder / "tls/cabinet.pem"),
                        "client_key": str(front.folder / "tls/cabinet.key")}}
    return cabinet_client(site, **options)


def test_the_request_arrives_as_the_client_sent_it(told):
    parameters = told("/courses/%D1%8F%2F1?q=a%20b&x", method="POST", data=b"body", headers={"Content-Type": "text/x"})

    assert parameters["REQUEST_METHOD"] == "POST"
    assert parameters["REQUEST_URI"] == "/courses/%D1%8F%2F1?q=a%20b&x"
    assert parameters["QUERY_STRING"] == "q=a%20b&x"
    assert parameters["CONTENT_TYPE"] == "text/x" and parameters["CONTENT_LENGTH"] == "4"
    assert parameters["REMOTE_ADDR"] in ("127.0.0.1", "::1")
    assert parameters["REQUEST_SCHEME"] == "http" and "HTTPS" not in parameters


def test_the_request_id_is_the_one_that_the_client_sees(front, recorder):
    with Client(front.url) as web:
        answer = web.get("/", headers={"X-Request-Id": "forged"})

    assert answer.headers["X-Request-Id"] == answer.json()["parameters"]["REQUEST_ID"] != "forged"


def test_the_host_cannot_double_the_request_id(front, recorder):
    raw = b"GET /?header=X-Request-Id:other HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    head = exchange(front.url, raw).partition(b"\r\n\r\n")[0]

    assert head.lower().count(b"x-request-id:") == 1 and b"other" not in head


def test_a_client_cannot_forge_what_nginx_states(told):
    parameters = told("/", headers={"Client-Certificate": "CN=forged", "HTTPS": "on", "Remote-Addr": "9.9.9.9",
                                    "Request-Id": "forged"})

    assert parameters["CLIENT_CERTIFICATE"] == ""
    assert parameters["HTTP_CLIENT_CERTIFICATE"] == "CN=forged"
    assert "HTTPS" not in parameters
    assert parameters["REMOTE_ADDR"] != "9.9.9.9"


def test_a_proxy_header_is_dropped(told):
    assert "HTTP_PROXY" not in told("/", headers={"Proxy": "http://evil.example"})


@pytest.mark.parametrize("target, host, expected", [
    ("/", "localhost:8080", "localhost:8080"),
    ("/", "LocalHost:8080", "LocalHost:8080"),
    ("/", "localhost", "localhost"),
    ("/", "[::1]:8080", "[::1]:8080"),
    ("http://school.example/", "evil.example", "school.example"),
    ("http://school.example/", "school.example.evil.example", "school.example"),
    ("/", "localhost:8080:evil", "localhost"),
])
def test_the_host_name_is_that_of_the_request_with_its_port(front, recorder, target, host, expected):
    raw = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()

    answer = Answer.parse(exchange(front.url, raw))

    assert json.loads(answer.body)["parameters"]["HTTP_HOST"] == expected


def test_https_is_told(front, told):
    with Client(front.https_url, verify=front.ca) as secure:
        parameters = told("/", client=secure)

    assert parameters["HTTPS"] == "on" and parameters["REQUEST_SCHEME"] == "https"
    assert parameters["CLIENT_CERTIFICATE"] == ""


def test_a_cabinet_is_known_by_the_subject_of_its_certificate(front, told):
    with cabinet(front, certificate=True) as client:
        parameters = told("/issue_key", "POST", client)
        assert parameters["CLIENT_CERTIFICATE"] == "CN=demo-cabinet,O=Callboard development"
        assert re.fullmatch("[0-9A-F]+", parameters["CLIENT_SERIAL"])


def test_a_cabinet_without_a_certificate_has_no_subject(front, told):
    with cabinet(front) as client:
        parameters = told("/issue_key", "POST", client)
        assert parameters["CLIENT_CERTIFICATE"] == "" and parameters["CLIENT_SERIAL"] == ""


def test_a_certificate_of_another_ca_never_reaches_the_host(front, recorder, tmp_path):
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", certificate, "-subj", "/O=Callboard development/CN=demo-cabinet"],
                   check=True, capture_output=True)
    with cabinet(front) as client:
        client.cert = (str(certificate), str(key))
        answer = client.post("/issue_key", json={})

    assert answer.status_code == 401
    assert list(answer.json()) == ["error"]
    assert recorder.requests == 0


@pytest.mark.parametrize("path", ["/-/ready", "/-/metrics", "//-/metrics", "/x/../-/metrics", "/%2D/metrics",
                                  "/-%2Fmetrics", "/./-/health"])
def test_the_operators_paths_do_not_exist_for_other_machines(front, recorder, path):
    raw = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()

    assert Answer.parse(exchange(front.url, raw, source="127.0.0.1")).status == 200
    assert Answer.parse(exchange(front.url, raw, source="127.0.0.2")).status == 404
    assert recorder.requests == 1


def test_a_flood_from_one_address_is_429_and_says_when_to_come_back(front, recorder):
    raw = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 600 + b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    flooded = exchange(front.url, raw, source="127.0.0.3")
    other = exchange(front.url, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", source="127.0.0.4")

    assert flooded.count(b"HTTP/1.1 200") >= 400, "a class that registers is not a flood"
    assert flooded.count(b"HTTP/1.1 429") > 0
    last = Answer.parse(b"HTTP/1.1 429" + flooded.partition(b"HTTP/1.1 429")[2])
    assert int(last.headers["retry-after"]) > 0
    assert Answer.parse(other).status == 200


def test_the_hosts_own_errors_pass_unchanged(front, recorder):
    with Client(front.url) as web:
        for status in ("400", "404", "422", "500", "503"):
            answer = web.get(f"/?status={status}")
            assert answer.status_code == int(status)
            assert "parameters" in answer.json()


def test_connections_to_the_host_are_kept(front, recorder):
    with Client(front.url) as web:
        for _ in range(50):
            assert web.get("/").status_code == 200

    assert recorder.requests == 50
    assert recorder.connections <= 2


def test_the_access_log_has_no_address_no_query_and_no_one_time_link(front, recorder):
    with Client(front.url) as web:
        web.get("/password/reset/s3cr3t-token?q=Иванова")
        request = web.get("/last").headers["X-Request-Id"]
    file = front.folder / "log/nginx-site.log"
    assert wait_until(lambda: request in file.read_text(), 10), "nginx writes it when the answer may be there already"
    log = file.read_text()

    entries = [json.loads(line) for line in log.splitlines()]
    assert entries[-1]["request_id"] == request
    assert entries[-1]["network"] in ("127.0.0.0", "::")
    assert entries[-2]["path"] == "/password/reset/*"
    assert "s3cr3t" not in log and "q=" not in log and "127.0.0.1" not in log
