"""Single records of the declared resources as an administrator's browser and a script see them: pages, forms,
conflicts, actions, pictures, imports. On the probe's plays and halls."""

import csv
import html
import io
import itertools
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts import Browser, add_admin, bearer, fresh_name, register, token_of
from clients import Client
from holders import connected
from people import faults, flashes, text_of

PLAYS, HALLS = "/admin/probe-plays", "/admin/probe-halls"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="60"><rect width="40" height="60" fill="red"/></svg>'
_numbers = itertools.count(1)


class Admin(Browser):
    """An administrator's browser whose forms bring their token along."""

    def token(self) -> str:
        if not hasattr(self, "_token"):
            self._token = html.unescape(re.search(r'name="csrf_token" value="([^"]+)"', self.get("/").text)[1])
        return self._token

    def fill_in(self, path, fields=None, files=None, **more):
        given = list(fields.items()) if isinstance(fields, dict) else list(fields or [])
        return self.post(path, data=[("csrf_token", self.token()), *given, *more.items()], files=files)

    def add(self, path=PLAYS, **fields) -> int:
        answer = self.fill_in(f"{path}/new", fields)
        assert answer.status_code == 303, text_of(answer)
        self.get("/")  # takes the flash
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def add_play(self, **fields) -> int:
        return self.add(**{"title": fresh_title(), "starts_at": "2026-11-21T18:30", **fields})

    def add_hall(self) -> tuple[int, str]:
        name = fresh_title("Hall")
        return self.add(HALLS, name=name), name

    def follow(self, answer):
        assert answer.status_code == 303, text_of(answer)
        return self.get(answer.headers["Location"])

    def form(self, path) -> list[tuple[str, str]]:
        """The fields of the main form, as a browser without script would send them back."""
        return fields_of(self.get(path).text)

    def import_file(self, content, path=PLAYS):
        content = content.encode() if isinstance(content, str) else content
        return self.fill_in(f"{path}/import", files={"file": ("plays.csv", content, "text/csv")})


def fresh_title(stem="Play") -> str:
    return f"{stem} {fresh_name()}x{next(_numbers)}"


def fields_of(page: str) -> list[tuple[str, str]]:
    """The inputs of the form that has a version, or form=1."""
    main = [part for part in re.findall(r"<form.*?</form>", page, re.S) if 'name="version"' in part or 'name="form"' in part][0]
    def attributes(tag: str) -> dict[str, str]:
        return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}

    fields = []
    for tag in re.findall(r"<input\b[^>]*>", main):
        got = attributes(tag)
        boxed = got.get("type") in ("checkbox", "radio") and not re.search(r"\schecked", tag)
        if "name" in got and got["name"] != "csrf_token" and got.get("type") != "file" and not boxed:
            fields.append((got["name"], got.get("value", "")))
    for tag, inner in re.findall(r"(<textarea\b[^>]*>)(.*?)</textarea>", main, re.S):
        fields.append((attributes(tag)["name"], html.unescape(inner).lstrip("\n")))
    for tag, inner in re.findall(r"(<select\b[^>]*>)(.*?)</select>", main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        fields.append((attributes(tag)["name"], html.unescape(chosen[1]) if chosen else ""))
    return [(name, value) for name, value in fields if not name.startswith("remove_")]


def changed(fields, **values):
    """The same form with some of its fields filled in otherwise."""
    return [(name, value) for name, value in fields if name not in values] + list(values.items())


@pytest.fixture
def admin(stack):
    with Admin(stack.site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        yield browser


@pytest.fixture
def other(stack):
    """A second administrator."""
    with Admin(stack.site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        yield browser


def test_the_pages_are_for_admins(site, web, admin):
    play = f"{PLAYS}/{admin.add_play()}"
    paths = [play, f"{play}/edit", f"{play}/delete", f"{play}/cancel", f"{play}/pictures/poster", f"{PLAYS}/new",
             f"{PLAYS}/import", f"{PLAYS}/choices"]
    for path in paths:
        assert web.get(path, allow_redirects=False).headers["Location"].startswith("/login?next="), path
    with Admin(site["base_url"]) as browser:
        browser.sign_in(register(site))
        for path in paths:
            assert browser.get(path).status_code == 403, path
        for path in (f"{PLAYS}/new", f"{play}/edit", f"{play}/delete", f"{play}/cancel", f"{play}/sell-out",
                     f"{PLAYS}/import", f"{PLAYS}/import/confirm"):
            assert browser.fill_in(path, title="Mine").status_code == 403, path


def test_a_record_is_made_by_a_script(stack, admin):
    title = fresh_title()
    with bearer(stack.site, token_of(stack.site, add_admin(stack))) as script:
        answer = script.post(f"{PLAYS}/new", data={"title": title, "starts_at": "2026-11-21T18:30"})
    assert answer.status_code == 303
    shown = text_of(admin.get(answer.headers["Location"]))
    assert title in shown and "21 November 2026, 18:30" in shown and "Drama" in shown and "Added" in shown


def test_a_record_is_made_by_a_form(admin):
    hall, name = admin.add_hall()
    title = "Чайка <b>" + fresh_title()
    fields = [("form", "1"), ("title", title), ("starts_at", "2026-12-24T19:00"), ("premiere", "2026-12-24"),
              ("genre", "comedy"), ("moods", "sad"), ("moods", "dark"), ("free", "1"), ("seats", "120"), ("hall", name),
              ("guests", str(hall)), ("notes", "Первая\r\nвторая")]
    page = admin.follow(admin.fill_in(f"{PLAYS}/new", fields))
    shown = text_of(page)
    for text in (title, "24 December 2026, 19:00", "Premiere 24 December 2026 Genre", "Comedy", "Sad, Dark", "120", name, "вторая", "Added."):
        assert text in shown, text
    assert "<b>" not in page.text and f'href="{HALLS}/{hall}"' in page.text
    assert title in text_of(admin.get(f"{HALLS}/{hall}")) and f'href="{PLAYS}?hall={hall}"' in admin.get(f"{HALLS}/{hall}").text
    edit = admin.form(page.url.removeprefix(admin.url) + "/edit")
    assert set(fields) - {("notes", "Первая\r\nвторая")} <= set(edit), edit  # and so it comes back
    assert ("notes", "Первая\nвторая") in edit


def test_faults_stand_at_their_fields_and_the_input_is_kept(admin):
    answer = admin.fill_in(f"{PLAYS}/new", form="1", title="", starts_at="2026-02-30T10:00", seats="501", hall="Nowhere",
                        notes="kept", free="1", genre="opera")
    assert answer.status_code == 422
    assert faults(answer) == {"title": "This field is needed.", "genre": "This is none of the choices.",
                              "starts_at": "This is no date and time. Write it like 2026-11-21T18:30.",
                              "seats": "It must be at most 500.", "hall": "There is no “Nowhere”."}
    assert "Nothing was saved yet" in flashes(answer)[0]
    assert ("notes", "kept") in fields_of(answer.text) and ("hall", "Nowhere") in fields_of(answer.text)


def test_rules_over_several_fields(admin):
    answer = admin.fill_in(f"{PLAYS}/new", title=fresh_title(), starts_at="2026-11-21T18:30", free="1")
    assert answer.status_code == 422 and faults(answer) == {"seats": "A free play needs a number of seats."}


@pytest.mark.parametrize("fields", [{"id": "7"}, {"version": "x"}, {"owner": "me"}, {"keep_owner": "mine"},
                                    [("title", "a"), ("title", "b")], {"poster": "3f/3f9a.webp"}])
def test_what_is_not_in_the_form_is_refused(admin, fields):
    answer = admin.fill_in(f"{PLAYS}/new", fields)
    assert answer.status_code == 400 and "SQL" not in answer.text


def test_an_unchanged_form_changes_nothing(admin):
    _, name = admin.add_hall()
    play = f"{PLAYS}/{admin.add_play(hall=name, notes='a b', seats='9', free='yes', moods='dark')}"
    assert "Nothing was changed." in text_of(admin.follow(admin.fill_in(play + "/edit", admin.form(play + "/edit"))))
    assert "Changed" not in text_of(admin.get(play))


def test_where_to_go_after_saving(admin):
    play = f"{PLAYS}/{admin.add_play()}"
    assert admin.fill_in(play + "/edit", seats="1").headers["Location"] == play
    assert admin.fill_in(play + "/edit", seats="2", then="edit").headers["Location"] == play + "/edit"
    assert admin.fill_in(play + "/edit", seats="3", then="another").headers["Location"] == PLAYS + "/new"


def test_history_in_words(admin):
    _, name = admin.add_hall()
    play = f"{PLAYS}/{admin.add_play()}"
    admin.fill_in(play + "/edit", genre="comedy", hall=name, free="1", seats="7", starts_at="2026-11-22T18:30")
    shown = text_of(admin.get(play)).split("History")[1]
    for change in ("Genre: Drama → Comedy", f"Hall: — → {name}", "Free of charge: no → yes", "Seats: — → 7",
                   "Begins: 21 November 2026, 18:30 → 22 November 2026, 18:30"):
        assert change in shown, shown


def test_a_conflict_shows_both_and_lets_one_choose(admin, other):
    title = fresh_title()
    play = f"{PLAYS}/{admin.add_play(title=title, notes='old')}"
    mine = admin.form(play + "/edit")
    other.fill_in(play + "/edit", changed(other.form(play + "/edit"), notes="theirs", seats="5"))
    page = admin.fill_in(play + "/edit", changed(mine, notes="mine", genre="comedy"))
    assert page.status_code == 409
    shown = text_of(page)
    assert "Somebody else changed this meanwhile" in shown and "What you wrote mine" in shown and "theirs" in shown
    assert "changed by both" in shown
    fields = fields_of(page.text)
    # What only they touched is theirs unless one says otherwise; what I touched is mine.
    chosen = {name: value for name, value in fields if name.startswith("keep_")}
    assert chosen == {"keep_notes": "mine", "keep_genre": "mine", "keep_seats": "theirs"}
    shown = text_of(admin.follow(admin.fill_in(play + "/edit", fields)))
    assert "Notes mine" in shown and "Comedy" in shown and "Seats 5" in shown


def test_of_many_who_save_at_once_one_gets_through(stack, admin):
    play = f"{PLAYS}/{admin.add_play()}"
    headers = {"Authorization": f"Bearer {token_of(stack.site, add_admin(stack))}"}

    def save(number: int) -> int:
        with Client(stack.site["base_url"]) as script:
            return script.post(f"{play}/edit", data={"notes": f"by {number}", "version": "1"}, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = Counter(pool.map(save, range(16)))
    assert statuses == {303: 1, 409: 15}
    assert ("version", "2") in admin.form(play + "/edit")


def test_theirs_can_be_left(admin, other):
    play = f"{PLAYS}/{admin.add_play(notes='old')}"
    mine = admin.form(play + "/edit")
    other.fill_in(play + "/edit", notes="theirs")
    fields = changed(fields_of(admin.fill_in(play + "/edit", changed(mine, notes="mine")).text), keep_notes="theirs")
    assert "Nothing was changed." in text_of(admin.follow(admin.fill_in(play + "/edit", fields)))
    assert ("notes", "theirs") in admin.form(play + "/edit")


def test_a_conflict_after_a_conflict(admin, other):
    play = f"{PLAYS}/{admin.add_play(notes='old')}"
    mine = admin.form(play + "/edit")
    other.fill_in(play + "/edit", notes="theirs")
    page = admin.fill_in(play + "/edit", changed(mine, notes="mine"))
    other.fill_in(play + "/edit", notes="theirs again")
    page = admin.fill_in(play + "/edit", fields_of(page.text))
    assert page.status_code == 409 and "theirs again" in page.text
    assert "Notes mine" in text_of(admin.follow(admin.fill_in(play + "/edit", fields_of(page.text))))


def test_what_was_written_to_a_deleted_record_can_be_kept(admin, other):
    play = f"{PLAYS}/{admin.add_play(notes='old')}"
    mine = admin.form(play + "/edit")
    other.fill_in(play + "/delete")
    page = admin.fill_in(play + "/edit", changed(mine, notes="still mine"))
    assert page.status_code == 409 and "was deleted while you edited it" in text_of(page)
    assert "Notes still mine" in text_of(admin.follow(admin.fill_in(PLAYS + "/new", fields_of(page.text))))


def test_a_script_without_a_version_writes_over_what_there_is(admin):
    play = f"{PLAYS}/{admin.add_play(free='1', seats='3')}"
    assert admin.fill_in(play + "/edit", notes="by a script").status_code == 303
    fields = admin.form(play + "/edit")
    assert ("free", "1") in fields and ("notes", "by a script") in fields
    assert admin.fill_in(play + "/edit", notes="late", version="1").status_code == 409


def test_deleting(admin, other):
    hall, name = admin.add_hall()
    play = f"{PLAYS}/{admin.add_play(hall=name)}"
    page = text_of(admin.get(f"{HALLS}/{hall}/delete"))
    assert f"Delete {name}?" in page and "Plays : 1" in page
    refused = text_of(admin.follow(admin.fill_in(f"{HALLS}/{hall}/delete")))
    assert "still used elsewhere" in refused
    old = admin.form(play + "/delete")
    other.fill_in(play + "/edit", notes="new")
    assert "changed meanwhile" in text_of(admin.follow(admin.fill_in(play + "/delete", old)))
    assert admin.fill_in(play + "/delete").headers["Location"] == PLAYS
    assert admin.get(play).status_code == 404 and admin.get(play + "/edit").status_code == 404
    assert admin.fill_in(play + "/delete").status_code == 404
    assert admin.fill_in(f"{HALLS}/{hall}/delete").headers["Location"] == HALLS


def test_actions(admin):
    play = f"{PLAYS}/{admin.add_play()}"
    assert "It is sold out." in text_of(admin.follow(admin.fill_in(play + "/sell-out")))
    shown = admin.get(play).text
    assert "sell-out" not in shown and "Sell out" in text_of(admin.get(play))  # in the history alone
    assert "cannot be done with it now" in text_of(admin.follow(admin.fill_in(play + "/sell-out")))
    assert "The audience is not told by itself." in text_of(admin.get(play + "/cancel"))
    assert faults(admin.fill_in(play + "/cancel")) == {"why": "This field is needed."}
    assert faults(admin.fill_in(play + "/cancel", why="never")) == {"why": "That is no reason."}
    assert admin.fill_in(play + "/cancel", why="ill", title="x").status_code == 400
    shown = text_of(admin.follow(admin.fill_in(play + "/cancel", why="The lead is ill")))
    assert "Done." in shown and "Notes The lead is ill" in shown and "Cancel the play" in shown
    assert admin.fill_in(f"{PLAYS}/999999999/cancel", why="x").status_code == 404
    assert admin.fill_in(play + "/explode").status_code in (404, 405)


def test_pictures(admin):
    answer = admin.fill_in(f"{PLAYS}/new", {"title": fresh_title(), "starts_at": "2026-11-21T18:30", "form": "1"},
                        files={"poster": ("poster.svg", SVG, "image/svg+xml")})
    page = admin.follow(answer)
    play = answer.headers["Location"]
    address = html.unescape(re.search(r'src="([^"]+/pictures/poster[^"]*)"', page.text)[1])
    picture = admin.get(address)
    assert picture.status_code == 200 and picture.content[8:12] == b"WEBP"
    assert "immutable" in picture.headers["Cache-Control"]
    assert admin.get(play + "/pictures/poster").headers["Cache-Control"] == "private, no-cache"
    broken = admin.fill_in(play + "/edit", {"form": "1"}, files={"poster": ("poster.png", b"no picture", "image/png")})
    assert broken.status_code == 422 and "poster" in faults(broken)
    admin.fill_in(play + "/edit", remove_poster="1")
    assert "/pictures/poster" not in admin.get(play).text
    assert admin.get(play + "/pictures/poster").status_code == 404
    assert admin.get(play + "/pictures/title").status_code == 404
    assert admin.fill_in(play + "/edit", files={"title": ("a.svg", SVG, "image/svg+xml")}).status_code == 400


def test_a_picture_survives_the_fault_of_another_field(admin):
    answer = admin.fill_in(f"{PLAYS}/new", {"title": "", "starts_at": "2026-11-21T18:30", "form": "1"},
                        files={"poster": ("poster.svg", SVG, "image/svg+xml")})
    assert answer.status_code == 422
    page = admin.follow(admin.fill_in(f"{PLAYS}/new", changed(fields_of(answer.text), title=fresh_title())))
    assert "/pictures/poster" in page.text
    forged = admin.fill_in(f"{PLAYS}/new", title=fresh_title(), starts_at="2026-11-21T18:30", kept_poster="3f/3f9a.webp")
    assert "/pictures/poster" not in admin.follow(forged).text


def test_choices(admin):
    hall, name = admin.add_hall()
    found = admin.get(f"{HALLS}/choices", params={"q": name.upper()}).json()
    assert found == [{"id": hall, "value": str(hall), "title": name}]
    assert len(admin.get(f"{HALLS}/choices").json()) <= 20
    assert admin.get(f"{HALLS}/choices", params={"q": "%' OR 1=1"}).json() == []
    assert admin.get(f"{HALLS}/choices", params={"q": "x" * 300}).status_code == 400


def test_a_resource_with_a_slash_that_asks_for_the_password(stack, admin):
    hall, name = admin.add_hall()
    page = f"/admin/probe/guarded-halls/{hall}"
    assert name in text_of(admin.get(page)) and admin.get(page + "/delete").status_code == 404
    assert admin.fill_in(page + "/edit", name=name + " again").headers["Location"] == page
    with connected(stack) as (connection, _):
        connection.cursor().execute("UPDATE accounts_sessions SET authenticated_at = 0")
    assert admin.get(page).status_code == 200
    assert admin.get(page + "/edit").headers["Location"].startswith("/login/again")
    assert admin.fill_in(page + "/edit", name="Not so").headers["Location"].startswith("/login/again")


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
