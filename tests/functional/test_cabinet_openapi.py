"""The cabinet's protocol as it is written down (PROTOCOL.md, openapi.yaml) is the one that the server speaks."""

import json
import re

import pytest

from callboard_dev.paths import ROOT
from clients import cabinet_client
from openapi import OpenApi
from scripted_server import holder_hash

PROTOCOL = ROOT / "plugins/key_cabinet/PROTOCOL.md"
OURS = re.compile(r"/(issue_key|return_key|cabinet/.*)$")


@pytest.fixture(scope="module")
def api():
    return OpenApi()


def routes(stack) -> list[list[str]]:
    """Method, pattern, access, plugin."""
    return [line.split() for line in stack.callboard("routes").stdout.splitlines()]


@pytest.mark.engine("sqlite")
def test_the_routes_are_listed_with_whom_they_are_for(stack):
    listed = routes(stack)

    assert ["POST", "/issue_key", "device", "key_cabinet"] in listed
    assert ["GET", "/", "everyone", "host"] in listed
    assert all(len(route) == 4 for route in listed)
    assert any(route[2] == "admin" for route in listed) and any(route[2].endswith(",recently") for route in listed)


@pytest.mark.engine("sqlite")
def test_the_file_has_every_route_of_a_cabinet_and_no_other(stack, api):
    there = {(method, path) for method, path, access, _ in routes(stack) if OURS.match(path)}
    assert there == set(api.operations())


@pytest.mark.engine("sqlite")
def test_every_route_of_a_cabinet_is_for_cabinets_alone(stack):
    for method, path, access, plugin in routes(stack):
        if plugin != "probe":
            assert (access == "device") == bool(OURS.match(path)), (method, path)


def test_every_reference_leads_somewhere(api):
    references = api.references()
    assert len(references) > 50
    for reference in references:
        api.resolver.resolve(reference)


def test_the_file_was_written_as_it_was_meant(api):
    """A comma in an unquoted text of a {…} would make a member without a value of what follows it."""
    assert not [part for part in api.parts() if None in part.values()]


def test_the_files_examples_fit_its_schemas(api):
    examples = api.examples()
    assert len(examples) >= 10
    for schema, example in examples:
        assert not (faults := api.faults(schema, example)), (example, faults)


def test_the_documents_examples_fit_the_schemas(api):
    found = re.findall(r"<!-- (\w+) -->\n```json\n(.*?)```", PROTOCOL.read_text(), re.DOTALL)
    assert len(found) == PROTOCOL.read_text().count("```json") >= 8
    for name, text in found:
        assert not (faults := api.faults_by_name(name, json.loads(text))), (name, faults)


def test_the_documents_hash_is_the_hash():
    salt, serial, hashed = "AAECAwQFBgcICQoL", "12345ABC", holder_hash("AAECAwQFBgcICQoL", "12345ABC")
    text = PROTOCOL.read_text()
    assert f'"salt": "{salt}"' in text and f"`{serial}` is `{hashed}`" in text


@pytest.fixture
def keys_are_back(cabinet):
    yield
    for serial in ("12345ABC", "67890DEF"):
        cabinet.give_back(serial, "101")


LOANS = [{"serial": "12345ABC", "key": "101"}, {"serial": "12345ABC", "key": 101}, {"serial": "NOBODY", "key": "101"},
         {"serial": "67890DEF", "key": "102"}, {"serial": "67890DEF", "key": "101"}, {"key": "101"}, {"code": "0000", "key": "101"},
         {"code": "0000", "serial": "12345ABC", "key": "101"}, {"code": "12", "key": "101"}, {}, [], {"serial": " ", "key": "101"}]


@pytest.mark.parametrize("path", ["/issue_key", "/return_key"])
def test_answers_to_issue_and_return_fit(cabinet, api, keys_are_back, path):
    if path == "/return_key":
        cabinet.issue("12345ABC", "101")
    statuses = set()
    for body in LOANS:
        answer = cabinet.post(path, json=body)
        statuses.add(answer.status_code)
        api.check("POST", path, answer)
        assert head_size(answer) + len(answer.content) < 1024
    key = {"Idempotency-Key": "fits" + path.strip("/")}
    for body in LOANS[:3]:
        answer = cabinet.post(path, json=body, headers=key)
        statuses.add(answer.status_code)
        api.check("POST", path, answer)
    assert {200, 400, 404, 422} <= statuses


def head_size(answer) -> int:
    return sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + len("HTTP/1.1 200 OK\r\n\r\n")


BODIES = {
    "/issue_key": LOANS[0],
    "/return_key": LOANS[0],
    "/cabinet/v1/handover": {"serial": "12345ABC", "key": "101", "to": "67890DEF"},
    "/cabinet/v1/check-in": {"firmware": "test", "pending": 0, "snapshot": 0},
    "/cabinet/v1/events": {"events": []},
}


def test_every_route_answers_as_the_file_says(cabinet, site, api, keys_are_back):
    with cabinet_client(site, token=False) as stranger:
        for method, path in api.operations():
            for client in (cabinet, stranger):
                answer = client.request(method, path, json=BODIES.get(path))
                assert client is cabinet or answer.status_code == 401
                api.check(method, path, answer)
            if method == "POST":
                for body in ("{", "[]", '{"serial": 7}', "x" * 300_000):
                    answer = cabinet.post(path, data=body, headers={"Content-Type": "application/json"})
                    assert answer.status_code in (400, 413)
                    api.check(method, path, answer)


def test_events_and_what_is_said_of_them_fit(cabinet, api):
    seq = 1 << 40  # far from what other tests number
    for events in ([{"seq": seq, "at": "2026-11-21T08:00:00.5Z", "type": "door_opened", "slot": 3}],
                   [{"seq": seq + 1, "at": "2026-11-21T08:00:00Z", "type": "issued", "serial": "NOBODY", "key": "101"},
                    {"seq": seq + 2, "at": "2026-11-21T08:00:00Z", "type": "returned", "serial": "12345ABC", "key": "no such key"},
                    {"seq": seq + 3, "at": "2026-11-21T08:00:00Z", "type": "sneezed"}]):
        body = {"events": events, "now": "2026-11-21T08:00:00Z"}
        assert not api.faults_by_name("Events", body)
        answer = cabinet.post("/cabinet/v1/events", json=body)
        assert answer.status_code == 200, answer.text
        api.check("POST", "/cabinet/v1/events", answer)


MALFORMED_EVENTS = [{"seq": 0, "at": "2026-11-21T08:00:00Z", "type": "fault"}, {"seq": 1, "at": "yesterday", "type": "fault"},
                    {"seq": 1, "at": "2026-11-21T08:00:00Z", "type": "Fault!"}, {"at": "2026-11-21T08:00:00Z", "type": "fault"},
                    {"seq": 1, "at": "2026-11-21T08:00:00Z", "type": "issued", "key": "101"},
                    {"seq": 1, "at": "2026-11-21T08:00:00Z", "type": "fault", "slot": -1}]


@pytest.mark.parametrize("event", MALFORMED_EVENTS, ids=str)
def test_what_the_schema_calls_malformed_the_server_does_too(cabinet, api, event):
    assert api.faults_by_name("Events", {"events": [event]})
    answer = cabinet.post("/cabinet/v1/events", json={"events": [event]})
    assert answer.status_code == 400
    api.check("POST", "/cabinet/v1/events", answer)
