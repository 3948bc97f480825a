"""Single records of the declared resources as an administrator's browser and a script see them: pages, forms,
actions, pictures. On the probe's plays and halls."""

import html
import re

import pytest

from accounts import add_admin, bearer, register, token_of
from editors import HALLS, PLAYS, Admin, admin, changed, fields_of, fresh_title, other  # noqa: F401 (fixtures)
from holders import connected
from people import faults, flashes, text_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="60"><rect width="40" height="60" fill="red"/></svg>'


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
