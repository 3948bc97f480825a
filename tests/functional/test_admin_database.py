"""/admin/database and the commands that go with it: what is told, backups made, downloaded, deleted and restored."""

import gzip
import html
import os
import re
import signal
import sqlite3
import threading
from pathlib import Path

import pytest

from accounts import fresh_name, register
from admin import Browser, flash, signed_in_admin
from callboard_dev.service import wait_until
from holders import connected

PAGE = "/admin/database"
NAME = r"\d{4}-\d\d-\d\d-\d{6}(?:-\d+)?\.(?:sqlite|sql)\.gz"
BY_HAND = ["database.backup_every_hours=0"]
ENGINES = pytest.mark.parametrize("database", ["sqlite", "mysql"])


@pytest.fixture
def admin(stack):
    wait_until(lambda: backups_in(stack), 30, 0.1)  # the first one is made by itself
    with signed_in_admin(stack) as browser:
        yield browser


def backups_in(stack) -> list[Path]:
    folder = Path(stack.tables["server"]["data_dir"]) / "backups"
    return sorted(file for file in folder.glob("*.gz") if re.fullmatch(NAME, file.name))


def make_backup(admin) -> str:
    said = flash(admin, admin.submit(f"{PAGE}/backups", {}, PAGE))
    return re.search(rf"The backup ({NAME}) was made", said)[1]


def audited(stack) -> list[str]:
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        cursor.execute("SELECT action FROM host_audit WHERE record = 'database' ORDER BY id")
        return [row[0].decode() if isinstance(row[0], bytes) else row[0] for row in cursor.fetchall()]


def user_names(stack) -> set[str]:
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        cursor.execute("SELECT name FROM accounts_users")
        return {row[0] for row in cursor.fetchall()}


def test_it_tells_what_there_is(stack, admin):
    shown = admin.get(PAGE).text
    assert ("SQLite" if stack.options.database == "sqlite" else "MariaDB") in shown
    for text in ("accounts_users", "host_audit", "0001_accounts", "Slow statements", "Backups"):
        assert text in shown
    assert str(stack.folder) not in shown


def test_a_healthy_database_passes_the_check(stack, admin):
    assert "all is well" in flash(admin, admin.submit(f"{PAGE}/check", {}, PAGE))
    assert audited(stack)[-1] == "checked"


def test_a_backup_is_made_downloaded_and_deleted(stack, admin):
    name = make_backup(admin)
    file = next(file for file in backups_in(stack) if file.name == name)
    sent = admin.get(f"{PAGE}/backups/{name}")
    assert sent.status_code == 200 and sent.content == file.read_bytes()
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert sent.headers["Cache-Control"] == "no-store" and sent.headers["Content-Type"] == "application/gzip"
    assert gzip.decompress(sent.content).startswith((b"SQLite format 3", b"-- callboard backup"))
    assert "was deleted" in flash(admin, admin.submit(f"{PAGE}/backups/{name}/delete", {}, PAGE))
    assert not file.exists() and admin.get(f"{PAGE}/backups/{name}").status_code == 404
    assert audited(stack)[-3:] == ["backup_made", "backup_downloaded", "backup_deleted"]


def test_other_files_are_not_given_out(admin):
    for name in (".lock", "..%2fcallboard.sqlite", "%2e%2e", "2026-11-21-183000.sqlite.gz", "x" * 300):
        assert admin.get(f"{PAGE}/backups/{name}").status_code in (400, 404), name
        assert admin.get(f"/_backups/{name}").status_code in (400, 404), name


def test_the_password_must_have_been_given_just_now(stack, site):
    with signed_in_admin(stack) as browser:
        with connected(stack) as (connection, _):
            connection.cursor().execute("UPDATE accounts_sessions SET authenticated_at = authenticated_at - 86400000000")
        for path in (PAGE, f"{PAGE}/backups/{backups_in(stack)[0].name}"):
            answer = browser.get(path, allow_redirects=False)
            assert answer.status_code == 303 and answer.headers["Location"].startswith("/login/again"), path


def test_forms_need_their_token(admin, stack):
    before = backups_in(stack)
    for path in ("check", "backups", f"backups/{before[0].name}/delete"):
        assert admin.post(f"{PAGE}/{path}").status_code == 403
    assert backups_in(stack) == before


def test_slow_statements_of_all_processes_are_shown(start_stack):
    stack = start_stack(overrides=[*BY_HAND, "database.slow_ms=1", "server.workers=2"])
    names = [register(stack.site, fresh_name()) for _ in range(5)]
    with signed_in_admin(stack) as admin:
        admin.submit(f"{PAGE}/check", {}, PAGE)
        shown = html.unescape(admin.get(PAGE).text)
    slow = shown[shown.index("Slow statements"):shown.index("Tables")]
    assert "1 ms or longer" in slow
    assert not any(name in slow for name in names)


@ENGINES
def test_a_backup_that_is_killed_leaves_none(start_stack, database):
    stack = start_stack(f"killed-{database}", database=database, overrides=BY_HAND)
    with connected(stack) as (connection, placeholder):
        rows = [(f"{os.urandom(2000).hex()}",) for _ in range(3000)]
        connection.cursor().execute("CREATE TABLE ballast (id INTEGER PRIMARY KEY, text TEXT)")
        connection.cursor().executemany(
            f"INSERT INTO ballast (id, text) VALUES ({placeholder}, {placeholder})",
            [(number, row[0]) for number, row in enumerate(rows)])
    folder = Path(stack.tables["server"]["data_dir"]) / "backups"
    with signed_in_admin(stack) as admin:
        answers = []
        asking = threading.Thread(target=lambda: answers.append(admin.submit(f"{PAGE}/backups", {}, PAGE)))
        asking.start()
        assert wait_until(lambda: (folder / ".part.gz").exists(), 20, 0.001)
        for process in stack.host_processes():
            os.kill(process, signal.SIGKILL)
        asking.join()
        assert answers[0].status_code == 502
        assert backups_in(stack) == []
        stack.wait_until_ready()
        name = make_backup(admin)
    assert [file.name for file in backups_in(stack)] == [name]
    assert sorted(file.name for file in folder.iterdir()) == [".lock", name]
    assert b"ballast" in gzip.decompress((folder / name).read_bytes())


@ENGINES
def test_the_site_answers_while_a_backup_is_made(start_stack, database):
    stack = start_stack(f"busy-{database}", database=database, overrides=BY_HAND)
    made = threading.Thread(target=lambda: stack.callboard("backup"))
    made.start()
    names = [register(stack.site) for _ in range(10)]
    made.join()
    assert set(names) <= user_names(stack) and len(backups_in(stack)) == 1


@ENGINES
def test_the_command_restores_what_it_backed_up(start_stack, database):
    stack = start_stack(f"restored-{database}", database=database, overrides=BY_HAND)
    before = register(stack.site)
    name = stack.callboard("backup").stdout.strip()
    assert re.fullmatch(NAME, name) and name in stack.callboard("backups").stdout
    after = register(stack.site)
    running = stack.callboard("restore", name, "--yes", check=False)
    assert running.returncode == 1 and "the host runs" in running.stderr
    assert {before, after} <= user_names(stack)
    stack.host.stop()
    for arguments, answer, why in (([name], "n\n", "not confirmed"), (["nothing.gz", "--yes"], "", "no backup"),
                                   ([str(stack.config), "--yes"], "", "no whole gzip file")):
        refused = stack.callboard("restore", *arguments, check=False, input=answer)
        assert refused.returncode == 1 and why in refused.stderr, refused
    assert {before, after} <= user_names(stack)
    done = stack.callboard("restore", name, input="y\n")
    kept = re.search(rf"kept as ({NAME})", done.stdout)[1]
    assert f"restored {name}" in done.stdout
    names = user_names(stack)
    assert before in names and after not in names
    # What was kept can be restored in its turn, from any place.
    file = next(file for file in backups_in(stack) if file.name == kept)
    stack.callboard("restore", str(file), "--yes")
    assert {before, after} <= user_names(stack)
    stack.callboard("migrate")
    stack.start_host()
    stack.wait_until_ready()
    with Browser(stack.site["base_url"]) as browser:
        browser.sign_in(after)


def test_a_damaged_database_is_kept_and_replaced(start_stack):
    stack = start_stack("damaged", overrides=BY_HAND)
    name = register(stack.site)
    backup = stack.callboard("backup").stdout.strip()
    stack.host.stop()
    file = Path(stack.tables["server"]["data_dir"]) / "callboard.sqlite"
    for more in ("-wal", "-shm"):
        Path(f"{file}{more}").unlink(missing_ok=True)
    file.write_bytes(b"not a database" * 1000)
    done = stack.callboard("restore", backup, "--yes")
    assert "damaged" in done.stdout and name in user_names(stack)
    assert file.with_name("callboard.sqlite.damaged").read_bytes().startswith(b"not a database")


@ENGINES
def test_backups_are_made_by_themselves_and_the_oldest_go(start_stack, database):
    stack = start_stack(f"nightly-{database}", database=database,
                        overrides=["database.backup_every_hours=1", "database.backups_kept=2"])
    assert wait_until(lambda: len(backups_in(stack)) == 1, 30, 0.1)
    for _ in range(3):
        stack.callboard("backup")
    assert len(backups_in(stack)) == 2


@pytest.mark.engine("sqlite")
def test_a_backup_is_a_database_that_opens(stack, admin, tmp_path):
    register(stack.site)
    name = make_backup(admin)
    content = gzip.decompress(next(file for file in backups_in(stack) if file.name == name).read_bytes())
    (tmp_path / "copy.sqlite").write_bytes(content)
    with sqlite3.connect(tmp_path / "copy.sqlite") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert copy.execute("SELECT COUNT(*) FROM accounts_users").fetchone()[0] > 0
