"""Administrators who edit one record at the same time: who loses nothing, and who decides."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from accounts import add_admin, token_of
from clients import Client
from editors import PLAYS, admin, changed, fields_of, fresh_title, other  # noqa: F401 (fixtures)
from people import text_of


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
