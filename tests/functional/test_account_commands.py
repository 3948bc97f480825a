"""`callboard user` and `callboard import users` on the running site, with the database that it uses."""

import sqlite3

import pytest

from people import Account, Person, fresh_account

PASSWORD = "correct horse 9"
# As Werkzeug made it.
OLD_HASH = ("pbkdf2:sha256:260000$kGEs9BYzLscNzvGz$"
            "82d5083683734710d1f543238e5700563a583f0b00149bc534ab9dc03760d281")


def new_name() -> str:
    return fresh_account().name


def sign_in(person: Person, login: str, password: str = PASSWORD):
    return person.sign_in(Account(login, "", password))


@pytest.fixture
def person(site):
    with Person(site["base_url"]) as browser:
        yield browser


@pytest.fixture
def old_system(tmp_path):
    """An old system's file with two accounts, one of which cannot be taken."""
    name = new_name()
    with sqlite3.connect(tmp_path / "old.db") as old:
        old.execute("CREATE TABLE user (id INTEGER PRIMARY KEY, username TEXT, email TEXT, password TEXT)")
        old.execute("INSERT INTO user VALUES (1, ?, ?, ?)", (name, f"{name}@mail.example", OLD_HASH))
        old.execute("INSERT INTO user VALUES (2, ?, NULL, 'plain text')", (new_name(),))
    old.close()
    return name, str(tmp_path / "old.db")


def test_the_first_admin_is_made_on_the_command_line(stack, person):
    name = new_name()
    made = stack.callboard("user", "create", "--role", "admin", name, input=f"{PASSWORD}\n")
    assert made.stdout.startswith(f"created: {name}, admin, id ")
    assert sign_in(person, name).headers["Location"] == "/profile"
    assert person.get("/admin/users").status_code == 200
    assert f"\t{name}\t-\tadmin\tenabled\n" in stack.callboard("user", "list").stdout


def test_a_new_password_from_a_file_ends_the_sessions(stack, person, tmp_path):
    name = new_name()
    stack.callboard("user", "create", "--role", "student", name, input=f"{PASSWORD}\n")
    sign_in(person, name)
    assert person.get("/profile").status_code == 200
    (tmp_path / "password").write_text("another horse 9\n")
    stack.callboard("user", "password", name, "--password-file", str(tmp_path / "password"))
    assert person.get("/profile", allow_redirects=False).status_code == 303
    assert sign_in(person, name).status_code == 422
    assert sign_in(person, name, "another horse 9").status_code == 303


def test_a_command_says_what_is_wrong_and_fails(stack):
    weak = stack.callboard("user", "create", "--role", "admin", new_name(), input="12345678\n", check=False)
    assert weak.returncode == 1 and "Choose another one" in weak.stderr
    incomplete = stack.callboard("import", check=False)
    assert incomplete.returncode == 1 and "import users" in incomplete.stderr


def test_accounts_of_an_old_system_are_taken_over_and_sign_in(stack, person, old_system):
    name, file = old_system
    dry = stack.callboard("import", "users", "--from-sqlite", file, "--dry-run")
    assert dry.stdout == "would take 1, already there 0, refused 1\n"
    assert stack.callboard("user", "show", name, check=False).returncode == 1

    taken = stack.callboard("import", "users", "--from-sqlite", file)
    assert taken.stdout == "taken 1, already there 0, refused 1\n"
    assert "row user 2" in taken.stderr and "plain text is never taken" in taken.stderr
    assert sign_in(person, f"{name}@mail.example").headers["Location"] == "/profile"

    again = stack.callboard("import", "users", "--from-sqlite", file)
    assert again.stdout == "taken 0, already there 1, refused 1\n"
