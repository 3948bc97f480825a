"""The main job: a key is issued and returned by real requests, plain and over the cabinet's TLS."""

import subprocess
import threading

import pytest

from clients import cabinet_client
from holders import add_holders, count, holder


@pytest.fixture(autouse=True)
def keys_are_back(plain_cabinet):
    yield
    for serial in ("12345ABC", "67890DEF"):
        plain_cabinet.give_back(serial, "101")


@pytest.fixture(params=["plain", "tls"])
def any_cabinet(request, plain_cabinet, cabinet):
    return plain_cabinet if request.param == "plain" else cabinet


def test_a_key_goes_out_and_comes_back(any_cabinet):
    issued = any_cabinet.issue("12345ABC", "101")
    returned = any_cabinet.give_back("12345ABC", "101")

    for answer in (issued, returned):
        assert answer.status_code == 200, answer.text
        assert answer.json()["access"] is True and set(answer.json()) == {"message", "access"}


def test_every_answer_suits_a_microcontroller(cabinet):
    for answer in (cabinet.issue("12345ABC", "101"), cabinet.issue("12345ABC", "101"), cabinet.issue("12345ABC", "999"),
                   cabinet.post("/issue_key", data="{")):
        assert "Transfer-Encoding" not in answer.headers
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert len(answer.content) + sum(len(k) + len(v) + 4 for k, v in answer.headers.items()) < 4096
        assert answer.headers["Date"] and len(answer.headers["X-Request-Id"]) == 32


def test_a_key_that_is_out_is_not_issued_again(any_cabinet):
    any_cabinet.issue("12345ABC", "101")

    for serial in ("12345ABC", "67890DEF"):
        answer = any_cabinet.issue(serial, "101")
        assert answer.status_code == 400 and "error" in answer.json()


def test_refusals_have_their_own_status(any_cabinet):
    assert any_cabinet.issue("67890DEF", "102").status_code == 403
    assert any_cabinet.issue("67890DEF", "102").json()["access"] is False
    assert any_cabinet.issue("NOBODY", "101").status_code == 404
    assert any_cabinet.post("/issue_key", data="serial=1").status_code == 400
    assert any_cabinet.post("/issue_key", json={"serial": "12345ABC"}).status_code == 400
    assert any_cabinet.give_back("12345ABC", "102").json()["access"] is False


def test_without_a_token_it_is_401_and_nothing_happens(site, plain_cabinet):
    with cabinet_client(site, token=False) as stranger:
        answer = stranger.issue("12345ABC", "101")

    assert answer.status_code == 401 and list(answer.json()) == ["error"]
    assert plain_cabinet.issue("12345ABC", "101").status_code == 200


def test_curl_does_it_as_the_document_shows(site):
    for path, options in (("/issue_key", []), ("/return_key", [])):
        done = subprocess.run(
            ["curl", "-sS", "--fail", "--cacert", site["ca_file"], site["cabinet_url"] + path, *options,
             "-H", f"Authorization: Bearer {site['cabinet']['token']}", "-H", "Content-Type: application/json",
             "-d", '{"serial": "12345ABC", "key": "101"}'], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert '"access":true' in done.stdout.replace(" ", "")


def test_of_forty_who_ask_at_once_one_gets_the_key(site, plain_cabinet):
    statuses = []
    start = threading.Barrier(40)

    def ask() -> None:
        with cabinet_client(site, url=site["base_url"]) as client:
            start.wait()
            statuses.append(client.issue("12345ABC", "101").status_code)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] + [400] * 39


@pytest.fixture(scope="session")
def many_holders(stack):
    holders = [holder(number) for number in range(64)]
    add_holders(stack, holders)
    return holders


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("pairs", [800, pytest.param(100_000, marks=pytest.mark.soak)])
def test_nothing_is_lost_under_many_clients(site, stack, many_holders, pairs):
    """Each client issues and returns its own holder's key again and again: every answer is right."""
    clients = 16
    before = returned_loans(stack)
    wrong = []

    def work(number: int) -> None:
        serial, [key] = many_holders[number]
        with cabinet_client(site, url=site["base_url"]) as client:
            for _ in range(pairs // clients):
                for answer in (client.issue(serial, key), client.give_back(serial, key)):
                    if answer.status_code != 200:
                        wrong.append((answer.status_code, answer.text))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong, wrong[:5]
    assert returned_loans(stack) - before == pairs


def returned_loans(stack) -> int:
    return count(stack, "key_cabinet_loans WHERE open_key IS NULL AND holder_id IN "
                        "(SELECT id FROM key_cabinet_holders WHERE serial LIKE 'LOAD%')")
