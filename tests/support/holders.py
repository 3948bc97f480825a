"""Puts many key holders into a stack's database, past the host: what a load needs before it starts."""

import sqlite3
from contextlib import contextmanager
from pathlib import Path


def holder(number: int, keys: int = 1) -> tuple[str, list[str]]:
    """The holder LOAD7 and the keys L7-0, L7-1, … that are his alone."""
    return f"LOAD{number}", [f"L{number}-{key}" for key in range(keys)]


@contextmanager
def connected(stack):
    """A connection to the stack's database, and the placeholder of its dialect. Commits at the end."""
    if stack.mariadb:
        import pymysql

        connection = pymysql.connect(unix_socket=str(stack.mariadb.socket), user="root", database="callboard")
        placeholder = "%s"
    else:
        file = Path(stack.tables["server"]["data_dir"]) / "callboard.sqlite"
        connection, placeholder = sqlite3.connect(file, timeout=20), "?"
    try:
        yield connection, placeholder
        connection.commit()
    finally:
        connection.close()


def inserter(cursor, placeholder: str):
    """A function that inserts a row into a table of the key cabinet and returns its id."""
    def insert(table: str, **values) -> int:
        columns, places = ", ".join(values), ", ".join([placeholder] * len(values))
        cursor.execute(f"INSERT INTO key_cabinet_{table} ({columns}) VALUES ({places})", list(values.values()))
        return cursor.lastrowid

    return insert


def add_holders(stack, holders: list[tuple[str, list[str]]]) -> None:
    """Adds (serial, keys) each; the keys are made too."""
    with connected(stack) as (connection, placeholder):
        insert = inserter(connection.cursor(), placeholder)
        room = insert("rooms", name=f"Load {holders[0][0]}")
        for serial, keys in holders:
            person = insert("holders", fullname=f"Holder {serial}", serial=serial)
            for label in keys:
                key = insert("keys", room_id=room, label=label)
                insert("access", holder_id=person, key_id=key)


def count(stack, what: str) -> int:
    """SELECT COUNT(*) FROM WHAT."""
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        cursor.execute(f"SELECT COUNT(*) FROM {what}")
        return cursor.fetchone()[0]
