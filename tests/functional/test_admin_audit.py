"""/admin/audit: who did what, found again."""

import csv
import html
import io
import re
from datetime import datetime, timedelta

import pytest

from accounts import fresh_name, register, user_id
from admin import signed_in_admin
from holders import connected

PAGE = "/admin/audit"


@pytest.fixture
def admin(stack):
    with signed_in_admin(stack) as browser:
        yield browser


def add_entries(stack, record: str, count: int, action: str = "changed") -> None:
    with connected(stack) as (connection, place):
        cursor = connection.cursor()
        for number in range(1, count + 1):
            cursor.execute("INSERT INTO host_audit (at, actor_kind, actor_id, action, record, record_id) "
                           f"VALUES ({place}, 'console', 0, {place}, {place}, {place})",
                           [1_700_000_000_000_000 + number * 1_000_000, action, record, number])
            cursor.execute("INSERT INTO host_audit_values (audit_id, position, field, old_value, new_value, person) "
                           f"VALUES ({place}, 0, 'title', {place}, {place}, NULL)",
                           [cursor.lastrowid, "=cmd()", f"<b>new {number}</b>"])


def found(admin, **query) -> list[str]:
    """The texts of the entries that a search shows."""
    answer = admin.get(PAGE, params=query)
    assert answer.status_code == 200, answer.text
    entries = answer.text[answer.text.index('id="found"'):]
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", " ", entry)).split())
            for entry in re.findall(r'<li>\s*<div>\s*<strong>.*?</li>', entries, re.S)]


def add_entry(stack, actor: int, action: str, record: str, number: int, person: int | None = None,
              values: tuple[str, str] = ("student", "student, teacher")) -> None:
    with connected(stack) as (connection, place):
        cursor = connection.cursor()
        cursor.execute("INSERT INTO host_audit (at, actor_kind, actor_id, action, record, record_id) "
                       f"VALUES ({place}, 'person', {place}, {place}, {place}, {place})",
                       [1_700_000_000_000_000, actor, action, record, number])
        cursor.execute("INSERT INTO host_audit_values (audit_id, position, field, old_value, new_value, person) "
                       f"VALUES ({place}, 0, 'roles', {place}, {place}, {place})", [cursor.lastrowid, *values, person])


def test_changes_are_found_by_person_action_and_record(stack, admin):
    name, address, kind = fresh_name(), f"{fresh_name()}@mail.example", fresh_name("kind")
    other = register(stack.site, fresh_name())
    register(stack.site, name, address)
    add_entry(stack, user_id(stack, name), "roles_changed", kind, 7)
    for query in ({"person": name}, {"person": address}, {"person": name.upper()}, {"record": kind, "record_id": "7"},
                  {"person": name, "record": kind, "record_id": "7", "action": "roles_changed", "who": "person"}):
        entries = found(admin, **query)
        assert any("roles_changed" in entry and "student, teacher" in entry and name in entry for entry in entries), query
    assert found(admin, person=other, action="roles_changed") == []
    assert found(admin, person="nobody@mail.example") == []
    assert found(admin, record=kind, record_id="8") == []


def test_pages_follow_each_other_without_a_gap(stack, admin):
    kind = fresh_name("kind")
    add_entries(stack, kind, 120)
    numbers, path = [], f"{PAGE}?record={kind}"
    while path:
        shown = admin.get(path).text
        numbers += [int(number) for number in re.findall(r"&lt;b&gt;new (\d+)&lt;/b&gt;", shown)]
        more = re.search(r'rel="next" href="([^"]+)"', shown)
        path = html.unescape(more[1]) if more else None
    assert numbers == list(range(120, 0, -1))


def test_times_are_local_and_the_end_is_not_included(stack, admin):
    kind = fresh_name("kind")
    add_entries(stack, kind, 90)  # from 2023-11-14T22:13:21 UTC on, a second each
    begun = datetime(2023, 11, 14, 22, 13)
    text = [(begun + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M") for minutes in range(4)]
    assert len(found(admin, record=kind, **{"from": text[1]})) == 50
    assert len(found(admin, record=kind, **{"from": text[0], "until": text[1]})) == 39
    assert found(admin, record=kind, **{"from": text[3]}) == []


def test_what_is_no_search_is_said_at_its_field(admin):
    for query, fault in (({"from": "yesterday"}, "There is no such time."), ({"record_id": "7"}, "Say what kind"),
                         ({"record": "user", "record_id": "-1"}, "Type a number."), ({"who": "me"}, "Choose one of these."),
                         ({"person": "x" * 300}, "This is too long.")):
        answer = admin.get(PAGE, params=query)
        assert answer.status_code == 422 and fault in html.unescape(answer.text), query
    assert admin.get(PAGE, params={"before": "x"}).status_code == 400
    assert found(admin, action="' OR 1=1 --") == []


def test_the_file_has_all_that_was_found_and_no_formulas(stack, admin):
    kind = fresh_name("kind")
    add_entries(stack, kind, 1100)
    answer = admin.get(f"{PAGE}/export", params={"record": kind})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [int(row["record_id"]) for row in rows] == list(range(1100, 0, -1))
    assert rows[0]["old"] == "'=cmd()" and rows[0]["new"] == "<b>new 1100</b>"
    assert found(admin, action="exported", record="audit")


def test_what_was_erased_stays_erased(stack, admin):
    kind = fresh_name("kind")
    add_entry(stack, 1, "changed", kind, 1, person=999, values=("", ""))
    entries = found(admin, record=kind)
    assert len(entries) == 1 and "removed" in entries[0]
    rows = admin.get(f"{PAGE}/export", params={"record": kind}).text
    assert '"(removed)","(removed)"' in rows
