"""The JSON side of /register and /login, and /users: the replies to the letter."""

import threading

import pytest

from holders import count
from accounts import PASSWORD, Browser, add_admin, bearer, fresh_name, register, token_of, user_id


@pytest.fixture
def admin(stack):
    """A program that has signed in as an administrator."""
    with bearer(stack.site, token_of(stack.site, add_admin(stack))) as client:
        yield client


def test_a_user_registers_once(web):
    name = fresh_name()
    made = web.post("/register", json={"username": name, "password": PASSWORD})
    again = web.post("/register", json={"username": name.upper(), "password": PASSWORD})

    assert (made.status_code, made.json()) == (201, {"message": "User created successfully"})
    assert (again.status_code, again.json()) == (400, {"message": "User already exists"})


@pytest.mark.parametrize("body", [
    "", "{", "[]", "null", '"text"', "17", '{"username": "somebody"}', '{"password": "correct horse battery"}',
    '{"username": 12345, "password": "correct horse battery"}',
    '{"username": true, "password": "correct horse battery"}',
    '{"username": "somebody", "password": 12345678}', '{"username": "     ", "password": "correct horse battery"}',
    '{"username": "somebody", "password": ""}', '{"username": "somebody", "password": "short"}',
    '{"username": "som", "password": "correct horse battery"}', '{"username": null, "password": null}',
    '{"username": "a", "username": "somebody", "password": "correct horse battery"}',
    '{"username": "somebody", "password": "correct horse battery", "email": "nowhere"}',
    '{"username": ["somebody"], "password": "correct horse battery"}', b'{"username": "\xff", "password": "x"}',
])
def test_what_does_not_hold_is_400_and_stores_nothing(stack, web, body):
    before = count(stack, "accounts_users")
    answer = web.post("/register", data=body, headers={"Content-Type": "application/json; charset=utf-8"})

    assert answer.status_code == 400 and set(answer.json()) == {"message"} and answer.json()["message"]
    assert answer.headers["Content-Type"].startswith("application/json")
    assert count(stack, "accounts_users") == before


def test_a_program_signs_in(site, web):
    name = register(site)
    answer = web.post("/login", json={"username": name, "password": PASSWORD})

    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"message", "token", "token_type", "expires_in"}
    assert (body["message"], body["token_type"], body["expires_in"]) == ("Login successful", "Bearer", 86400)
    assert "Set-Cookie" not in answer.headers


def test_wrong_credentials_are_401(site, web):
    name = register(site)
    for fields in ({"username": name, "password": "wrong password"}, {"username": fresh_name(), "password": PASSWORD}):
        answer = web.post("/login", json=fields)
        assert (answer.status_code, answer.json()) == (401, {"message": "Invalid credentials"})
    assert web.post("/login", json={"username": name}).status_code == 400


def test_guessing_is_slowed(site, web):
    name = register(site)
    answers = [web.post("/login", json={"username": name, "password": f"wrong password {i}"}) for i in range(15)]

    assert [answer.status_code for answer in answers[:3]] == [401] * 3
    slowed = [answer for answer in answers if answer.status_code == 429]
    assert slowed and int(slowed[0].headers["Retry-After"]) > 0 and set(slowed[0].json()) == {"message"}


def test_users_are_for_admins(site, web):
    assert web.get("/users").status_code == 401
    with bearer(site, token_of(site, register(site))) as student:
        for answer in (student.get("/users"), student.post("/users", json={}), student.put("/users/1", json={}),
                       student.delete("/users/1")):
            assert answer.status_code == 403 and set(answer.json()) == {"message"}
    with bearer(site, "eyJhbGciOiJub25lIn0.e30.") as forger:
        assert forger.get("/users").status_code == 401


def test_users_are_listed_added_changed_and_deleted(stack, admin):
    name = fresh_name()
    added = admin.post("/users", json={"username": name, "password": PASSWORD})
    assert (added.status_code, added.json()) == (201, {"message": "User added successfully"})
    again = admin.post("/users", json={"username": name, "password": PASSWORD})
    assert (again.status_code, again.json()) == (400, {"message": "User already exists"})

    users = admin.get("/users")
    assert users.status_code == 200 and users.headers["Content-Type"].startswith("application/json")
    ids = [user["id"] for user in users.json()]
    assert ids == sorted(ids) and len(ids) == count(stack, "accounts_users")
    (mine,) = [user for user in users.json() if user["username"] == name]
    assert set(mine) == {"id", "username"}

    url, other = f"/users/{mine['id']}", fresh_name()
    changed = admin.put(url, json={"username": other, "password": "another horse battery"})
    assert (changed.status_code, changed.json()) == (200, {"message": "User updated successfully"})
    assert token_of(stack.site, other, "another horse battery")
    taken = admin.put(url, json={"username": ids and users.json()[0]["username"]})
    assert (taken.status_code, taken.json()) == (400, {"message": "User already exists"})

    deleted, gone = admin.delete(url), admin.delete(url)
    assert (deleted.status_code, deleted.json()) == (200, {"message": "User deleted successfully"})
    assert (gone.status_code, gone.json()) == (404, {"message": "User not found"})
    lost = admin.put(url, json={"username": other})
    assert (lost.status_code, lost.json()) == (404, {"message": "User not found"})


def test_what_is_not_there_or_not_allowed_is_said_in_json(admin):
    for path in ("/users/0", "/users/abc", "/users/-1", "/users/99999999999999999999"):
        answer = admin.delete(path)
        assert (answer.status_code, answer.json()) == (404, {"message": "User not found"}), path
    wrong = admin.patch("/users/1")
    assert wrong.status_code == 405 and "PUT" in wrong.headers["Allow"] and set(wrong.json()) == {"message"}
    large = admin.post("/users", data="x" * 100_000, headers={"Content-Type": "application/json"})
    assert large.status_code == 413 and set(large.json()) == {"message"}


@pytest.mark.parametrize("body", [{}, {"username": 17}, {"username": True}, {"username": "x"}, {"password": "short"},
                                  {"password": None}, {"username": "   "}])
def test_a_change_that_does_not_hold_is_400(stack, admin, body):
    name = register(stack.site)
    answer = admin.put(f"/users/{user_id(stack, name)}", json=body)
    assert answer.status_code == 400 and answer.json()["message"]
    assert token_of(stack.site, name)


def test_the_same_name_is_taken_once_however_many_ask_at_once(site):
    fields, statuses = {"username": fresh_name(), "password": PASSWORD}, []

    def ask():
        with Browser(site["base_url"]) as client:
            statuses.append(client.post("/register", json=fields).status_code)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] + [400] * 7


def test_a_token_ends_with_a_new_password_and_with_the_account(stack, site, admin):
    name = register(site)
    with bearer(site, token_of(site, name)) as program:
        assert program.get("/profile").status_code == 200
        admin.put(f"/users/{user_id(stack, name)}", json={"password": "another horse battery"})
        assert program.get("/profile").status_code == 401
    with bearer(site, token_of(site, name, "another horse battery")) as program:
        admin.delete(f"/users/{user_id(stack, name)}")
        assert program.get("/profile").status_code == 401


def test_an_admins_session_is_enough(stack, site):
    with Browser(site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        assert browser.get("/users").status_code == 200
        assert browser.post("/users", json={"username": fresh_name(), "password": PASSWORD}).status_code == 201
        assert browser.delete("/users/1").status_code == 403  # no token, which a form of another site has not either
