"""Holders, keys, rights and loans as administrators keep them, against the running site and its cabinet."""

import json
import re

import pytest

from accounts import PASSWORD, add_admin, fresh_name, register, user_id
from holders import count
from people import faults, text_of
from editors import Admin

HOLDERS, KEYS, ROOMS, OUT, LOANS = (f"/admin/keys/{part}" for part in ("holders", "keys", "rooms", "out", "loans"))
MATRIX, BOARD = "/admin/keys/matrix", "/admin/keys/board"


@pytest.fixture
def admin(stack):
    with Admin(stack.site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        yield browser


@pytest.fixture
def room(admin):
    """A room with two keys: (its id, its name, [(key's id, label), …])."""
    name = fresh_name("Room")
    room_id = admin.add(ROOMS, name=name)
    labels = [fresh_name("K"), fresh_name("K")]
    return room_id, name, [(admin.add(KEYS, label=label, room=name), label) for label in labels]


def add_holder(admin, **fields) -> tuple[int, str]:
    serial = fresh_name("S")
    return admin.add(HOLDERS, **{"fullname": f"Holder of {serial}", "serial": serial, **fields}), serial


def loan_of(admin, holder: int) -> str:
    """The page of the one key that is out with this holder."""
    [number] = set(re.findall(rf'href="{OUT}/(\d+)"', admin.get(f"{OUT}?holder={holder}").text))
    return f"{OUT}/{number}"


def test_a_holder_is_added_with_keys_which_open_at_once(admin, room, plain_cabinet):
    _, _, [(_, one), (_, other)] = room
    serial = fresh_name("S")
    made = admin.fill_in(f"{HOLDERS}/new", [("fullname", "Ирина Полякова"), ("serial", serial), ("access", one)])
    assert made.status_code == 303, text_of(made)

    assert plain_cabinet.issue(serial, one).status_code == 200
    assert plain_cabinet.issue(serial, other).status_code == 403
    assert plain_cabinet.give_back(serial, one).status_code == 200
    assert "Ирина Полякова" in admin.get(f"{HOLDERS}?q=поляк").text
    assert "Ирина Полякова" in admin.get(f"{HOLDERS}?q={serial[:6]}").text


def test_rights_change_by_their_labels_and_by_numbers(admin, room, plain_cabinet):
    _, _, [(one_id, one), (_, other)] = room
    holder, serial = add_holder(admin, access=one)
    page = f"{HOLDERS}/{holder}/edit"
    admin.fill_in(page, [*[field for field in admin.form(page) if field[0] != "access"], ("access", other)])
    assert plain_cabinet.issue(serial, one).status_code == 403
    assert plain_cabinet.issue(serial, other).status_code == 200
    plain_cabinet.give_back(serial, other)

    admin.fill_in(page, [*[field for field in admin.form(page) if field[0] != "access"], ("access", str(one_id))])
    assert plain_cabinet.issue(serial, one).status_code == 200
    plain_cabinet.give_back(serial, one)


def test_a_label_that_is_a_number_is_that_label_whatever_numbers_records_have(admin, room):
    _, name, [(first_id, first_label), _] = room
    # The label of the new key is the number of another one.
    tricky = admin.add(KEYS, label=str(first_id), room=name)
    holder, _ = add_holder(admin, access=str(first_id))
    form = admin.form(f"{HOLDERS}/{holder}/edit")
    kept = [value for name, value in form if name == "access" and value]
    assert kept == [str(tricky)]

    saved = admin.fill_in(f"{HOLDERS}/{holder}/edit", [*[f for f in form if f[0] != "access"], ("access", f"#{first_id}")])
    assert saved.status_code == 303
    [kept] = [value for name, value in admin.form(f"{HOLDERS}/{holder}/edit") if name == "access" and value]
    assert kept == f"#{first_id}"
    [offered] = [one for one in admin.get(f"{KEYS}/choices", params={"q": first_label}).json() if one["id"] == first_id]
    assert offered["value"] == f"#{first_id}"
    admin.fill_in(f"{KEYS}/{tricky}/delete", {"confirm": "1"})


def test_what_is_blank_or_taken_is_refused_at_its_field(admin, stack):
    _, serial = add_holder(admin)
    taken = admin.fill_in(f"{HOLDERS}/new", {"fullname": "Другой", "serial": serial})
    assert taken.status_code == 422 and "serial" in faults(taken)
    blank = admin.fill_in(f"{HOLDERS}/new", {"fullname": "\u3000 ", "serial": "\u2003"})
    assert blank.status_code == 422 and {"fullname", "serial"} <= set(faults(blank))

    name = register(stack.site)
    account = str(user_id(stack, name))
    add_holder(admin, account=account)
    again = admin.fill_in(f"{HOLDERS}/new", {"fullname": "Третий", "serial": fresh_name("S"), "account": account})
    assert again.status_code == 422 and "account" in faults(again)


def test_who_has_a_key_is_not_deleted_and_history_outlives_the_holder(admin, room, plain_cabinet, stack):
    _, _, [(_, label), _] = room
    holder, serial = add_holder(admin, access=label)
    plain_cabinet.issue(serial, label)
    refused = admin.fill_in(f"{HOLDERS}/{holder}/delete")
    assert label in admin.follow(refused).text and plain_cabinet.give_back(serial, label).status_code == 200

    admin.follow(admin.fill_in(f"{HOLDERS}/{holder}/delete"))
    assert admin.get(f"{HOLDERS}/{holder}").status_code == 404
    assert plain_cabinet.issue(serial, label).status_code == 404
    assert count(stack, f"key_cabinet_loans WHERE holder_id = {holder}") == 1
    assert count(stack, f"key_cabinet_holders WHERE id = {holder} AND fullname = '' AND serial IS NULL") == 1


def test_a_blocked_holder_is_marked_and_a_replaced_serial_is_kept(admin, room, plain_cabinet, stack):
    _, _, [(_, label), _] = room
    holder, serial = add_holder(admin, access=label)
    admin.follow(admin.fill_in(f"{HOLDERS}/{holder}/block", {"form": "1", "reason": "не сдал ключ"}))
    assert count(stack, f"key_cabinet_holders WHERE id = {holder} AND blocked = 1") == 1
    assert "не сдал ключ" in admin.get(f"{HOLDERS}/{holder}").text
    admin.follow(admin.fill_in(f"{HOLDERS}/{holder}/unblock"))

    fresh = fresh_name("S")
    done = admin.fill_in(f"{HOLDERS}/{holder}/replace-serial", {"form": "1", "serial": fresh, "reason": "lost card"})
    assert done.status_code == 303, text_of(done)
    page = admin.get(f"{HOLDERS}/{holder}").text
    assert fresh in page and serial in page
    assert plain_cabinet.issue(fresh, label).status_code == 200
    assert plain_cabinet.give_back(fresh, label).status_code == 200


def test_a_key_is_released_with_a_reason_and_handed_over(admin, room, plain_cabinet, stack):
    _, _, [(_, label), _] = room
    holder, serial = add_holder(admin, access=label)
    receiver, other_serial = add_holder(admin)
    plain_cabinet.issue(serial, label)

    loan = loan_of(admin, holder)
    without = admin.fill_in(f"{loan}/hand-over", {"form": "1", "holder": str(receiver), "reason": ""})
    assert without.status_code == 422 and "reason" in faults(without)
    done = admin.fill_in(f"{loan}/hand-over", {"form": "1", "holder": str(receiver), "reason": "на замену"})
    assert "handed over" in admin.follow(done).text
    loan = loan_of(admin, receiver)
    done = admin.fill_in(f"{loan}/release", {"form": "1", "reason": "found on the desk"})
    assert admin.follow(done).status_code == 200
    assert count(stack, f"key_cabinet_loans WHERE holder_id IN ({holder}, {receiver}) AND open_key IS NULL "
                        "AND returned_how = 'admin'") == 2
    assert "found on the desk" in admin.get(f"{LOANS}?holder={receiver}&columns=key,reason").text
    assert plain_cabinet.issue(serial, label).status_code == 200
    plain_cabinet.give_back(serial, label)


def test_a_loan_is_corrected_but_never_into_somebody_elses(admin, room, plain_cabinet):
    _, _, [(_, label), _] = room
    holder, serial = add_holder(admin, access=label)
    for _ in range(2):
        plain_cabinet.issue(serial, label)
        plain_cabinet.give_back(serial, label)
    newer, older = re.findall(rf'href="{LOANS}/(\d+)"', admin.get(f"{LOANS}?holder={holder}&columns=holder").text)[:2]

    def correct(number, **fields):
        return admin.fill_in(f"{LOANS}/{number}/correct", {"form": "1", "reason": "wrong clock", **fields})

    assert correct(older, taken="2026-01-10T10:00", returned="2026-01-10T11:00").status_code == 303
    assert "2026-01-10T10:00" in admin.get(f"{LOANS}/export.csv?holder={holder}").text
    assert "taken" in faults(correct(newer, taken="2026-01-10T10:30"))
    assert "returned" in faults(correct(older, returned="2026-01-10T09:00"))
    assert "returned" in faults(correct(older, returned="2036-01-10T09:00"))


def test_a_grant_names_one_holder_or_group_and_one_thing(admin, room):
    _, name, [(_, label), _] = room
    holder, _ = add_holder(admin)
    nothing = admin.fill_in("/admin/keys/grants/new", {"form": "1"})
    assert nothing.status_code == 422 and {"holder", "key"} <= set(faults(nothing))
    both = admin.fill_in("/admin/keys/grants/new", {"form": "1", "holder": str(holder), "key": label, "room": name})
    assert both.status_code == 422 and set(faults(both)) == {"key"}
    window = fresh_name("Evening")
    admin.add("/admin/keys/windows", name=window, weekdays="fri", **{"from": "18:00", "until": "2:30"})
    admin.add("/admin/keys/grants", holder=str(holder), room=name, window=window)
    page = admin.get("/admin/keys/windows").text
    assert "18:00" in page and "02:30" in page and "Friday" in page
    wrong = admin.fill_in("/admin/keys/windows/new", {"form": "1", "name": "x", "weekdays": "mon", "from": "24:00", "until": "8"})
    assert set(faults(wrong)) == {"from", "until"}


def test_a_curfew_and_a_slot_are_checked(admin, room):
    room_id, name, [(key, _), _] = room
    page = f"{ROOMS}/{room_id}/edit"
    fields = dict(admin.form(page))
    assert "back_by" in faults(admin.fill_in(page, {**fields, "back_by": "ten"}))
    assert admin.fill_in(page, {**fields, "back_by": "22:00", "back_after": "90"}).status_code == 303
    assert dict(admin.form(page))["back_by"] == "22:00"
    assert "cabinet" in faults(admin.fill_in(f"{KEYS}/{key}/edit", {**dict(admin.form(f"{KEYS}/{key}/edit")), "slot": "4"}))


def test_the_matrix_gives_a_room_as_a_whole_and_refuses_a_lost_update(admin, room, plain_cabinet, stack):
    _, name, [(one_id, one), (_, other)] = room
    # A group of keys narrows the matrix to this room, wherever it stands among all.
    group = admin.add("/admin/keys/key-groups", name=fresh_name("G"), keys=one)
    holder, serial = add_holder(admin)
    address = f"{MATRIX}?q={serial}&group={group}"
    page = admin.get(address).text
    room_id = re.search(r'name="shown_rooms" value="(\d+)"', page)[1]
    person = re.search(r'name="person" value="([^"]*)"', page)[1]
    box = f"c{holder}_{room_id}"
    assert f'name="{box}"' in page and name in page

    fields = {"shown_rooms": room_id, "person": person, box: "all"}
    saved = admin.fill_in(address, fields)
    assert saved.status_code == 303, text_of(saved)
    assert plain_cabinet.issue(serial, one).status_code == 200 and plain_cabinet.give_back(serial, one).status_code == 200
    assert plain_cabinet.issue(serial, other).status_code == 200 and plain_cabinet.give_back(serial, other).status_code == 200

    lost = admin.fill_in(address, {"shown_rooms": room_id, "person": person})
    assert lost.status_code == 409
    assert count(stack, f"key_cabinet_access WHERE holder_id = {holder}") == 2

    person = re.search(r'name="person" value="([^"]*)"', admin.get(address).text)[1]
    assert admin.fill_in(address, {"shown_rooms": room_id, "person": person}).status_code == 303
    assert count(stack, f"key_cabinet_access WHERE holder_id = {holder}") == 0
    assert "access was changed" in admin.get(f"{HOLDERS}/{holder}").text


def test_the_matrix_keeps_some_of_a_rooms_keys(admin, room, stack):
    _, _, [(_, one), _] = room
    group = admin.add("/admin/keys/key-groups", name=fresh_name("G"), keys=one)
    holder, serial = add_holder(admin, access=one)
    address = f"{MATRIX}?q={serial}&group={group}"
    page = admin.get(address).text
    room_id = re.search(r'name="shown_rooms" value="(\d+)"', page)[1]
    person = re.search(r'name="person" value="([^"]*)"', page)[1]
    assert ">1/2</option>" in page
    same = admin.fill_in(address, {"shown_rooms": room_id, "person": person, f"c{holder}_{room_id}": "some"})
    assert "Nothing was changed" in admin.follow(same).text
    assert count(stack, f"key_cabinet_access WHERE holder_id = {holder}") == 1


def test_the_board_tells_who_has_what_and_is_cheap_to_ask_again(admin, room, plain_cabinet):
    _, name, [(_, label), _] = room
    holder, serial = add_holder(admin, access=label)
    before = admin.get(f"{BOARD}/rooms")
    assert before.status_code == 200 and label in before.text
    plain_cabinet.issue(serial, label)
    after = admin.get(f"{BOARD}/rooms", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and f"Holder of {serial}" in after.text
    again = admin.get(f"{BOARD}/rooms", headers={"If-None-Match": after.headers["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert f"Holder of {serial}" in admin.get("/admin/keys").text
    assert f"Holder of {serial}" in admin.get(BOARD).text
    plain_cabinet.give_back(serial, label)


def test_the_pages_stand_in_one_section_of_the_menu(admin):
    for path in ("/admin/keys", BOARD, MATRIX, HOLDERS, f"{HOLDERS}/new", "/admin/keys/cabinets"):
        page = admin.get(path).text
        assert 'class="admin-section' in page, path
        assert page.count(f'href="{LOANS}"') >= 1 and page.index("admin-section") < page.index(f'href="{LOANS}"'), path
    assert LOANS not in re.search(r'<nav class="admin-menu.*?</nav>', admin.get("/admin").text, re.S)[0]


def test_nobody_else_sees_any_of_it(stack):
    with Admin(stack.site["base_url"]) as browser:
        for path in ("/admin/keys", MATRIX, BOARD, f"{BOARD}/rooms", HOLDERS, OUT, LOANS):
            assert browser.get(path).status_code == 303
        browser.sign_in(register(stack.site))
        for path in ("/admin/keys", MATRIX, BOARD, f"{BOARD}/rooms", HOLDERS, OUT, LOANS):
            assert browser.get(path).status_code == 403
        assert browser.fill_in(MATRIX).status_code == 403


def test_a_person_takes_the_record_along_and_is_forgotten(admin, room, plain_cabinet, stack):
    _, _, [(_, label), _] = room
    name = register(stack.site)
    holder, serial = add_holder(admin, access=label, account=str(user_id(stack, name)))
    plain_cabinet.issue(serial, label)
    with Admin(stack.site["base_url"]) as person:
        person.sign_in(name)
        data = json.loads(person.get("/account/export").text)["key_cabinet"]
        assert data["serial"] == serial and data["keys"] == [label] and data["loans"][0]["returned_at"] is None
        gone = person.submit("/account/delete", {"password": PASSWORD})
        assert gone.status_code == 303, text_of(gone)
    # A key is out: the name stays until it is back, and nothing more can be taken.
    assert count(stack, f"key_cabinet_holders WHERE id = {holder} AND serial = '{serial}' AND user_id IS NULL "
                        "AND blocked = 1 AND leaving = 1") == 1
    assert plain_cabinet.give_back(serial, label).status_code == 200
