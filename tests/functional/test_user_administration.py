"""/admin/users and invitations, as an administrator's browser sees them."""

import html
import re

import pytest

from accounts import (PASSWORD, Browser, add_admin, bearer, fresh_name, mails_to, register, token_of, user_id,
                    wait_for_mails)
from holders import connected


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
    for query in (name, name.upper(), name[:-1], address):
        shown = admin.get("/admin/users", params={"q": query}).text
        assert f'href="{page}"' in shown, query
    nobody = admin.get("/admin/users", params={"q": "<script>nobody"})
    assert nobody.status_code == 200 and "<script>nobody" not in nobody.text
    assert f'href="{page}"' not in nobody.text


def test_students_are_found_by_their_profiles(stack, admin, student):
    _, page, address = student
    students = page.replace("/users/", "/students/")
    edited = admin.submit(students + "/edit", {"full_name": "Мария Ермолова", "phone": "+7 495 123-45-67"})
    assert "Мария Ермолова" in flash(admin, edited)
    found = admin.get("/admin/students", params={"q": "ермолова мария " + address}).text
    assert f'href="{students}"' in found
    assert admin.submit(students + "/edit", {"phone": "call me"}).status_code == 422
    teacher = user_id(stack, add_admin(stack))
    with connected(stack) as (connection, placeholder):
        connection.cursor().execute(
            f"DELETE FROM accounts_roles WHERE user_id = {placeholder} AND role = 'student'", [teacher])
    assert admin.get(f"/admin/students/{teacher}").status_code == 404


def test_a_page_tells_all_of_one_person(admin, student):
    name, page, address = student
    shown = admin.get(page).text
    for text in (name, address, "Student", "The account was made"):
        assert text in shown
    assert admin.get("/admin/users/999999999").status_code == 404


def test_roles_change_end_sessions_and_are_mailed(site, admin, student):
    name, page, address = student
    with Browser(site["base_url"]) as browser, bearer(site, token_of(site, name)) as program:
        browser.sign_in(name)
        shown = flash(admin, admin.submit(page + "/edit", {"roles": ["student", "teacher"]}))
        assert "Teacher" in shown and "The roles were changed" in shown and "Student, Teacher" in shown
        assert browser.get("/profile", allow_redirects=False).status_code == 303
        assert program.get("/profile").status_code == 401
    assert any("roles" in mail for mail in wait_for_mails(site, address, 2))


def test_a_role_at_least_and_only_ours(admin, student):
    _, page, _ = student
    for roles in (["owner"], ["student", "root"]):
        assert admin.submit(page + "/edit", {"roles": roles}).status_code == 422
    nothing = admin.submit(page + "/edit", {"form": "1", "username": student[0], "email": student[2]})
    assert nothing.status_code == 422


def test_another_address_is_confirmed_anew(site, admin, student):
    _, page, address = student
    other = f"other-{address}"
    assert other in flash(admin, admin.submit(page + "/edit", {"email": other}))
    assert wait_for_mails(site, other) and len(wait_for_mails(site, address, 2)) >= 2


def test_a_new_account_chooses_its_password_by_mail(site, admin):
    name = fresh_name("made")
    address = f"{name}@mail.example"
    made = admin.submit("/admin/users/new", {"username": name, "email": address, "roles": "teacher"})
    assert made.status_code == 303, made.text
    link = re.search(r"/password/reset/[\w-]+", wait_for_mails(site, address)[-1])[0]
    with Browser(site["base_url"]) as teacher:
        chosen = teacher.submit(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
        assert chosen.status_code == 303, chosen.text
        teacher.sign_in(address)
        assert "Teacher" in teacher.get("/profile").text


def test_an_account_is_disabled_and_enabled(site, web, admin, student):
    name, page, _ = student
    assert "The account is disabled" in flash(admin, admin.submit(page + "/disable"))
    assert web.post("/login", json={"username": name, "password": PASSWORD}).status_code == 403
    assert "The account is enabled again." in flash(admin, admin.submit(page + "/enable", page=page))
    assert token_of(site, name)


def test_an_account_is_unlocked(site, web, admin, student):
    name, page, _ = student
    statuses = [web.post("/login", json={"username": name, "password": f"wrong {i}"}).status_code for i in range(12)]
    assert 429 in statuses
    assert web.post("/login", json={"username": name, "password": PASSWORD}).status_code == 429
    assert "may try to sign in again" in flash(admin, admin.submit(page + "/unlock"))
    assert token_of(site, name)


def test_an_account_is_deleted(site, web, admin, student):
    name, page, address = student
    assert token_of(site, name)
    flash(admin, admin.submit(page + "/delete"))
    assert admin.get(page).status_code == 404
    assert web.post("/login", json={"username": name, "password": PASSWORD}).status_code == 401
    assert any("has deleted your account" in mail for mail in wait_for_mails(site, address, 2))
    register(site, name, address)  # both are free again


def test_without_the_forms_token_nothing_happens(site, admin, student):
    name, page, _ = student
    for action in ("edit", "disable", "enable", "unlock", "delete"):
        assert admin.post(f"{page}/{action}", data={"confirm": "1", "roles": "admin"}).status_code == 403
    assert token_of(site, name)


def test_changes_need_the_password_given_just_now(start_stack):
    """The shortest time that can be configured is a minute; a token counts as never."""
    stack = start_stack(database="sqlite")
    with bearer(stack.site, token_of(stack.site, add_admin(stack))) as program:
        page = f"/admin/users/{user_id(stack, register(stack.site))}"
        assert program.get(page).status_code == 200
        for path in (page + "/disable", page + "/edit", page + "/delete"):
            answer = program.post(path, headers={"Accept": "application/json"})
            assert answer.status_code == 401 and "password" in answer.json()["message"]


@pytest.mark.parametrize("engine", ["sqlite", "mysql"])
def test_the_last_admin_stays(start_stack, engine):
    stack = start_stack(database=engine)
    last = "This is the last administrator."
    with Browser(stack.site["base_url"]) as admin:
        admin.sign_in(name := add_admin(stack))
        with bearer(stack.site, token_of(stack.site, name)) as program:
            for user in program.get("/users").json():  # the demo's own
                if user["username"] != name:
                    assert program.delete(f"/users/{user['id']}").status_code == 200
        page = f"/admin/users/{user_id(stack, name)}"
        assert last in html.unescape(admin.submit(page + "/edit", {"roles": "teacher"}).text)
        for action in ("disable", "delete"):
            answer = admin.submit(f"{page}/{action}")
            shown = answer.text if answer.status_code != 303 else admin.get(answer.headers["Location"]).text
            assert last in html.unescape(shown)
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
