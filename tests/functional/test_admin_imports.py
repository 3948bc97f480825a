"""Files of records that an administrator imports: shown first, then all or nothing."""

import csv
import io
import re

import pytest

from accounts import fresh_name
from editors import HALLS, PLAYS, admin, changed, fresh_title, other  # noqa: F401 (fixtures)
from people import faults, text_of


def confirm(admin, page, path=PLAYS):
    token = re.search(r'name="token" value="([^"]+)"', page.text)
    assert token, text_of(page)
    return admin.fill_in(f"{path}/import/confirm", token=token[1])


def table(*rows) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return "\ufeff" + out.getvalue()


def test_an_import_shows_first_and_then_does_all(admin):
    _, hall = admin.add_hall()
    same, play = admin.add_play(title="Same " + fresh_title(), seats="9"), admin.add_play(notes="old")
    new = "Новая " + fresh_title()
    title = dict(admin.form(f"{PLAYS}/{play}/edit"))["title"]
    page = admin.import_file(table(
        ["id", "title", "starts_at", "hall", "moods", "free", "notes", "hall_title", "version"],
        [same, dict(admin.form(f"{PLAYS}/{same}/edit"))["title"], "2026-11-21T18:30", "", "", "no", "", "", "1"],
        [play, title, "2026-11-21T18:30", hall, "sad;dark", "no", "'=1+1", "x", "9"],
        ["", new, "2026-11-22 18:30", "", "", "нет", "a\nb", "", ""]))
    shown = text_of(page)
    assert page.status_code == 200, shown
    for text in ("New: 1", "Changed: 1", "Unchanged: 1", "Faults: 0", "Notes: old → =1+1", f"Hall: — → {hall}", new):
        assert text in shown, (text, shown)
    assert ("notes", "old") in admin.form(f"{PLAYS}/{play}/edit")
    answer = confirm(admin, page)
    assert answer.headers["Location"] == PLAYS
    fields = admin.form(f"{PLAYS}/{play}/edit")
    assert {("notes", "=1+1"), ("hall", hall), ("moods", "sad"), ("moods", "dark")} <= set(fields)
    assert "expired or was done" in text_of(admin.follow(confirm(admin, page)))


def test_what_was_exported_can_be_imported(admin):
    hall, name = admin.add_hall()
    stem = fresh_name("roundtrip")
    for number in range(3):
        admin.add_play(title=f"{stem} \"{number}\"", hall=name, notes="=1+1;\n'x", moods="sad", premiere="2026-12-24",
                       free="1", seats=str(number), guests=str(hall))
    exported = admin.get(f"{PLAYS}/export.csv", params={"q": stem})
    page = admin.import_file(exported.content)
    shown = text_of(page)
    assert "Unchanged: 3" in shown and "New: 0" in shown and "Changed: 0" in shown and "Faults: 0" in shown, shown
    page = admin.import_file(exported.content.replace(b"2026-12-24", b"2026-12-25"))
    assert "Changed: 3" in text_of(page) and confirm(admin, page).headers["Location"] == PLAYS
    again = admin.get(f"{PLAYS}/export.csv", params={"q": stem}).content
    assert again == exported.content.replace(b"2026-12-24", b"2026-12-25")


def test_an_import_with_a_fault_does_nothing(admin):
    play = admin.add_play(notes="old")
    page = admin.import_file(f"id,title,seats\n{play},New title,5\n{play},Again,5\n999999999,Nobody,5\n,X,many\n")
    assert page.status_code == 422 and "Import now" not in page.text
    shown = text_of(page)
    for text in (f"Record {play} is already in line 2.", "There is no record 999999999.",
                 "Seats: This is no whole number.", "Begins: This field is needed."):
        assert text in shown, shown


@pytest.mark.parametrize("content, said", [
    ("title;notes\nok;ok\nЧайка;да\n".encode("cp1251"), "Line 3: this file is not in UTF-8."),
    ('title,notes\n"open,x\n', "Line 2: a quotation mark is opened and not closed."),
    ("title,notes\nx\n", "Line 2: 1 cells, but the first line has 2"),
    ("title,wages\nx,1\n", "There is no field “wages”."),
    ("title,title\nx,1\n", "The column “title” is there twice."),
    ("title\n" + "x\n" * 10_001, "more than 10000 rows"),
    (b"title\na\x00b\n", "This is no text file."),
    ("", "The file is empty.")])
def test_a_file_that_cannot_be_read_is_named_with_its_line(admin, content, said):
    page = admin.import_file(content)
    assert page.status_code == 422 and said in faults(page)["file"]


@pytest.mark.parametrize("megabytes", [11, 100])
def test_a_file_that_is_too_large(admin, megabytes):
    refused = admin.import_file(b"x" * (megabytes * 1024 * 1024))
    assert refused.status_code == 413 and "too large" in text_of(refused).lower()


def test_an_import_is_looked_at_again_where_data_changed(admin, other):
    play = admin.add_play(notes="old")
    page = admin.import_file(f"id,notes\n{play},imported\n")
    other.fill_in(f"{PLAYS}/{play}/edit", seats="77")
    again = confirm(admin, page)
    assert again.status_code == 409 and "changed since you looked" in text_of(again)
    assert ("notes", "old") in admin.form(f"{PLAYS}/{play}/edit")
    assert confirm(other, page).headers["Location"] == f"{PLAYS}/import"  # it is not theirs
    assert confirm(admin, again).headers["Location"] == PLAYS
    assert ("notes", "imported") in admin.form(f"{PLAYS}/{play}/edit")


def test_an_import_whose_last_row_is_refused_does_nothing(admin):
    _, taken = admin.add_hall()
    new = fresh_title("Hall")
    page = admin.import_file(f"name\n{new}\n{taken}\n", HALLS)
    answer = confirm(admin, page, HALLS)
    assert answer.status_code == 422 and "There is one like this already." in text_of(answer)
    assert admin.get(f"{HALLS}/choices", params={"q": new}).json() == []
