"""/admin/users and invitations, as an administrator's browser sees them."""

import html
import re

import pytest

from accounts import (PASSWORD, Browser, add_admin, bearer, fresh_name, mails_to, register, token_of, user_id,
                    wait_for_mails)


@pytest.fixture
def admin(stack):
    with Browser(stack.site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        yield browser


@pytest.fixture
def student(stack):
    """A student's name, page and address."""
    name = fresh_name()
    address = f"{name}@mail.example"
    register(stack.site, name, address)
    return name, f"/admin/users/{user_id(stack, name)}", address


def flash(browser, answer) -> str:
    """What the page says to which a form led."""
    assert answer.status_code == 303, answer.text
    return html.unescape(browser.get(answer.headers["Location"]).text)


def test_the_pages_are_for_admins(site, web, student):
    name, page, _ = student
    for path in ("/admin/users", page, "/admin/users/invite"):
        assert web.get(path, allow_redirects=False).headers["Location"].startswith("/login?next=")
    with Browser(site["base_url"]) as browser:
        browser.sign_in(name)
        for path in ("/admin/users", page, "/admin/users/invite"):
            assert browser.get(path).status_code == 403
        assert "/admin/users" not in browser.get("/").text


def test_people_are_found(admin, student):
    name, page, address = student
    assert 'href="/admin/users"' in admin.get("/").text
    for query in (name, name.upper(), name[:-1], address):
        shown = admin.get("/admin/users", params={"q": query}).text
        assert f'href="{page}"' in shown, query
    nobody = admin.get("/admin/users", params={"q": "<script>nobody"})
    assert nobody.status_code == 200 and "<script>nobody" not in nobody.text and "Nobody was found." in nobody.text


def test_people_are_shown_in_pages(stack, admin):
    stem = fresh_name("page")
    for number in range(3):
        register(stack.site, f"{stem}{number}")
    names, path = [], "/admin/users"
    while path:
        shown = admin.get(path).text
        names += re.findall(r'<strong>([^<]+)</strong>', shown)
        more = re.search(r'rel="next" href="([^"]+)"', shown)
        path = html.unescape(more[1]) if more else None
    assert len(names) == len(set(names)) and {f"{stem}{number}" for number in range(3)} <= set(names)


def test_a_page_tells_all_of_one_person(admin, student):
    name, page, address = student
    shown = admin.get(page).text
    for text in (name, address, "Student", "Active", "The account was made"):
        assert text in shown
    assert admin.get("/admin/users/999999999").status_code == 404


def test_roles_change_end_sessions_and_are_mailed(site, admin, student):
    name, page, address = student
    with Browser(site["base_url"]) as browser, bearer(site, token_of(site, name)) as program:
        browser.sign_in(name)
        shown = flash(admin, admin.submit(page + "/roles", {"roles": ["student", "teacher"]}, page))
        assert "The roles were changed." in shown and "Teacher" in shown and "student → student, teacher" in shown
        assert browser.get("/profile", allow_redirects=False).status_code == 303
        assert program.get("/profile").status_code == 401
    assert any("roles" in mail for mail in wait_for_mails(site, address, 2))


def test_a_role_at_least_and_only_ours(admin, student):
    _, page, _ = student
    for roles in ([], ["owner"], ["student", "root"]):
        assert "Choose at least one role." in flash(admin, admin.submit(page + "/roles", {"roles": roles}, page))


def test_an_account_is_disabled_and_enabled(site, web, admin, student):
    name, page, _ = student
    assert "Disabled" in flash(admin, admin.submit(page + "/disable", page=page))
    assert web.post("/login", json={"username": name, "password": PASSWORD}).status_code == 403
    assert "The account is enabled again." in flash(admin, admin.submit(page + "/enable", page=page))
    assert token_of(site, name)


def test_an_account_is_unlocked(site, web, admin, student):
    name, page, _ = student
    statuses = [web.post("/login", json={"username": name, "password": f"wrong {i}"}).status_code for i in range(12)]
    assert 429 in statuses
    assert web.post("/login", json={"username": name, "password": PASSWORD}).status_code == 429
    assert "may try to sign in again" in flash(admin, admin.submit(page + "/unlock", page=page))
    assert token_of(site, name)


def test_deleting_is_confirmed(site, web, admin, student):
    name, page, address = student
    assert "Tick the box" in flash(admin, admin.submit(page + "/delete", page=page))
    assert token_of(site, name)
    assert "The account is deleted." in flash(admin, admin.submit(page + "/delete", {"confirm": "1"}, page))
    assert admin.get(page).status_code == 404
    assert web.post("/login", json={"username": name, "password": PASSWORD}).status_code == 401
    assert any("has deleted your account" in mail for mail in wait_for_mails(site, address, 2))
    register(site, name, address)  # both are free again


def test_without_the_forms_token_nothing_happens(site, admin, student):
    name, page, _ = student
    for action in ("roles", "disable", "enable", "unlock", "delete"):
        assert admin.post(f"{page}/{action}", data={"confirm": "1", "roles": "admin"}).status_code == 403
    assert token_of(site, name)


def test_changes_need_the_password_given_just_now(start_stack):
    """The shortest time that can be configured is a minute; a token counts as never."""
    stack = start_stack(database="sqlite")
    with bearer(stack.site, token_of(stack.site, add_admin(stack))) as program:
        page = f"/admin/users/{user_id(stack, register(stack.site))}"
        assert program.get(page).status_code == 200
        assert "Give the password again" in program.get(page).text
        answer = program.post(page + "/disable", headers={"Accept": "application/json"})
        assert answer.status_code == 401 and "password" in answer.json()["message"]


@pytest.mark.parametrize("engine", ["sqlite", "mysql"])
def test_the_last_admin_stays(start_stack, engine):
    stack = start_stack(database=engine)
    with Browser(stack.site["base_url"]) as admin:
        admin.sign_in(name := add_admin(stack))
        with bearer(stack.site, token_of(stack.site, name)) as program:
            for user in program.get("/users").json():  # the demo's own
                if user["username"] != name:
                    assert program.delete(f"/users/{user['id']}").status_code == 200
        page = f"/admin/users/{user_id(stack, name)}"
        for action, fields in (("roles", {"roles": "teacher"}), ("disable", {}), ("delete", {"confirm": "1"})):
            assert "This is the last administrator." in flash(admin, admin.submit(f"{page}/{action}", fields, page))
        with bearer(stack.site, token_of(stack.site, name)) as program:
            answer = program.delete(f"/users/{user_id(stack, name)}")
            assert answer.status_code == 409 and set(answer.json()) == {"message"}


def test_a_teacher_is_invited(site, web, admin):
    name = fresh_name("teacher")
    address = f"{name}@mail.example"
    shown = flash(admin, admin.submit("/admin/users/invite", {"email": address}))
    assert f"on its way to {address}" in shown and address in shown.split("Open invitations")[1]
    link = re.search(r"/invitation/[\w-]+", wait_for_mails(site, address)[-1])[0]

    with Browser(site["base_url"]) as teacher:
        assert address in teacher.get(link).text
        fields = {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
        assert teacher.submit(link, fields).status_code == 422
        made = teacher.submit(link, {**fields, "username": name})
        assert (made.status_code, made.headers["Location"]) == (303, "/login")
        assert teacher.get(link).status_code == 404
        teacher.sign_in(address)
    found = admin.get("/admin/users", params={"q": name}).text
    assert "Teacher" in found


def test_an_invitation_is_revoked(site, admin):
    address = f"{fresh_name('invited')}@mail.example"
    shown = flash(admin, admin.submit("/admin/users/invite", {"email": address}))
    invitation = re.search(rf'{re.escape(address)}.*?name="invitation" value="(\w+)"', shown, re.S)[1]
    link = re.search(r"/invitation/[\w-]+", wait_for_mails(site, address)[-1])[0]
    fields = {"invitation": invitation}
    assert "is revoked" in flash(admin, admin.submit("/admin/users/invite/revoke", fields, "/admin/users/invite"))
    with Browser(site["base_url"]) as stranger:
        assert stranger.get(link).status_code == 404


def test_an_invitation_that_does_not_hold_keeps_the_input(site, admin, student):
    for address in ("nowhere", student[2]):
        answer = admin.submit("/admin/users/invite", {"email": address})
        assert answer.status_code == 422 and f'value="{address}"' in answer.text
    assert not mails_to(site, "nowhere")


def test_the_pages_are_there_in_russian(admin, student):
    shown = admin.get(student[1], headers={"Accept-Language": "ru"})
    assert shown.status_code == 200 and 'lang="ru"' in shown.text
