"""`callboard import key-cabinet`: the old key server's SQLite file, taken over row by row."""

import json
import sqlite3

import pytest

from accounts import fresh_name
from holders import count

COMMAND = ("import", "key-cabinet", "--from-sqlite")


@pytest.fixture
def old_server(tmp_path):
    """old_server((fullname, serial, access, taken_keys), …): a file as the old server left it; its path."""

    def make(*rows) -> str:
        file = tmp_path / f"{fresh_name('old')}.db"
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, fullname VARCHAR(100) NOT NULL, "
                               "serial VARCHAR(50) NOT NULL, access JSON NOT NULL, taken_keys JSON NOT NULL)")
            connection.executemany("INSERT INTO users (fullname, serial, access, taken_keys) VALUES (?, ?, ?, ?)",
                                   [(name, serial, *(part if isinstance(part, str) else json.dumps(part) for part in lists))
                                    for name, serial, *lists in rows])
        connection.close()
        return str(file)

    return make


def test_holders_come_with_their_keys_and_what_they_have_out(stack, plain_cabinet, old_server):
    one, two = fresh_name("S"), fresh_name("S")
    label, number, lent = fresh_name("A"), int(fresh_name("9")[1:].replace("x", "") + "77"), fresh_name("B")
    file = old_server(("Мария Старая", one, [label, number], [lent]), ("Пётр Старый", two, [], []))

    dry = stack.callboard(*COMMAND, file, "--dry-run")
    assert dry.stdout == "would take 2, already there 0, refused 0; keys out 1, in doubt 0\n"
    assert count(stack, f"key_cabinet_holders WHERE serial IN ('{one}', '{two}')") == 0
    assert count(stack, f"key_cabinet_keys WHERE label IN ('{label}', '{number}', '{lent}')") == 0

    taken = stack.callboard(*COMMAND, file)
    assert taken.stdout == "taken 2, already there 0, refused 0; keys out 1, in doubt 0\n" and taken.stderr == ""
    assert plain_cabinet.issue(one, label).status_code == 200
    assert plain_cabinet.issue(one, number).status_code == 200
    assert plain_cabinet.give_back(one, lent).status_code == 200
    assert plain_cabinet.issue(two, label).status_code == 403

    again = stack.callboard(*COMMAND, file)
    assert again.stdout == "taken 0, already there 2, refused 0; keys out 0, in doubt 0\n"
    for key in (label, number):
        plain_cabinet.give_back(one, key)


def test_a_key_in_two_hands_is_told_and_given_to_neither(stack, plain_cabinet, old_server):
    one, two, here = fresh_name("S"), fresh_name("S"), fresh_name("S")
    doubtful, elsewhere = fresh_name("D"), fresh_name("E")
    stack.callboard(*COMMAND, old_server(("Здешний", here, [elsewhere], [])))
    assert plain_cabinet.issue(here, elsewhere).status_code == 200

    done = stack.callboard(*COMMAND, old_server(("Раз", one, [doubtful], [doubtful]), ("Два", two, [], [doubtful, elsewhere])))
    assert done.stdout == "taken 2, already there 0, refused 0; keys out 0, in doubt 3\n"
    assert done.stderr.count(doubtful) == 2 and "users 2" in done.stderr and "out with somebody else" in done.stderr
    assert plain_cabinet.issue(one, doubtful).status_code == 200
    assert plain_cabinet.give_back(one, doubtful).status_code == 200
    assert plain_cabinet.give_back(here, elsewhere).status_code == 200


def test_what_is_broken_is_refused_row_by_row(stack, old_server):
    twice, good = fresh_name("S"), fresh_name("S")
    file = old_server((" ", fresh_name("S"), [], []), ("Без карты", "\u2003", [], []),
                      ("Сломанный", fresh_name("S"), "[101", "[]"), ("Не список", fresh_name("S"), "{}", "[]"),
                      ("Правда", fresh_name("S"), [], [True]), ("Первый", twice, [], []), ("Второй", twice, [], []),
                      ("Хороший", good, "", "null"))
    done = stack.callboard(*COMMAND, file)
    assert done.stdout == "taken 2, already there 0, refused 6; keys out 0, in doubt 0\n"
    lines = done.stderr.splitlines()
    assert [line.split(",")[0] for line in lines] == [f"row users {row}" for row in (1, 2, 3, 4, 5, 7)]
    assert "There is no name" in lines[0] and "There is no serial number" in lines[1]
    assert "access" in lines[2] and "taken_keys" in lines[4] and "users 6" in lines[5]
    assert count(stack, f"key_cabinet_holders WHERE serial IN ('{twice}', '{good}')") == 2


def test_a_file_that_is_none_is_an_error(stack, tmp_path, old_server):
    (tmp_path / "text.db").write_text("no database at all, only some text that is longer than a header\n" * 20)
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE shelf (book TEXT)")
    for file in ("missing.db", "text.db", "other.db"):
        done = stack.callboard(*COMMAND, str(tmp_path / file), check=False)
        assert done.returncode == 1 and done.stderr.startswith("import key-cabinet: "), done.stderr
    unfinished = old_server(("Кто-то", fresh_name("S"), [], []))
    with open(unfinished + "-wal", "wb") as wal:
        wal.write(b"x" * 100)
    done = stack.callboard(*COMMAND, unfinished, check=False)
    assert done.returncode == 1 and "stop the old system" in done.stderr
    for words in ([], ["--from-sqlite"], ["--from-sqlite", unfinished, "--now"]):
        done = stack.callboard("import", "key-cabinet", *words, check=False)
        assert done.returncode == 1 and "usage" in done.stderr
