"""A million probe-things in a stack's database, past the host, with their words: what a benchmark of lists reads."""

import datetime
import random
import tempfile
from contextlib import contextmanager
from pathlib import Path

from holders import connected

ADJECTIVES = ("red", "silver", "broken", "wooden", "velvet", "painted", "forgotten", "ancient", "tiny", "gilded",
              "красный", "серебряный", "бархатный", "старинный", "расписной", "сломанный", "деревянный", "дубовый")
NOUNS = ("crown", "sword", "mirror", "lantern", "throne", "mask", "goblet", "curtain", "violin", "letter", "candle",
         "корона", "зеркало", "фонарь", "маска", "кубок", "занавес", "скрипка", "письмо", "свеча", "шпага")
KINDS = ("prop", "costume", "scenery", "light", "sound")
WEIGHTS = (50, 30, 15, 4, 1)
MAKERS = 500
PORTION = 50_000
COLUMNS = "id, title, kind, lent, price, made_at, bought, maker, notes"


def code(number: int) -> str:
    """A word that only this thing has."""
    return f"k{number * 2654435761 % 2**32:08x}"


def thing(number: int, chance: random.Random) -> tuple[tuple, set[str]]:
    """A row, and the words by which it is found; every 400th has a word that is neither rare nor common."""
    adjective, noun = chance.choice(ADJECTIVES), chance.choice(NOUNS)
    words = {adjective, noun, code(number), "theatre"} | ({"benefit"} if number % 400 == 0 else set())
    title = f"{adjective.capitalize()} {noun} {code(number)} theatre{' benefit' if number % 400 == 0 else ''}"
    bought = datetime.date(1990, 1, 1) + datetime.timedelta(days=chance.randrange(13_000))
    row = (number, title, chance.choices(KINDS, WEIGHTS)[0], int(chance.random() < 0.1), chance.randrange(200_000),
           chance.randrange(1_500_000_000, 1_800_000_000) * 1_000_000, bought.isoformat(),
           1 + int(MAKERS * chance.random() ** 3), f"Shelf {chance.randrange(5000)}, row {chance.randrange(40)}")
    return row, words


def add_things(stack, count: int) -> None:
    """Numbers 1 to `count`, instead of what is there."""
    chance = random.Random(4)
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        for rows in ("probe_things", "probe_makers", "host_search_words WHERE record = 'probe_thing'"):
            cursor.execute(f"DELETE FROM {rows}")
        cursor.executemany(f"INSERT INTO probe_makers (id, name) VALUES ({placeholder}, {placeholder})",
                           [(number, f"Workshop {number:03d}") for number in range(1, MAKERS + 1)])
        with unindexed(stack, cursor):
            for first in range(1, count + 1, PORTION):
                made = [thing(number, chance) for number in range(first, min(first + PORTION, count + 1))]
                insert(stack, cursor, "probe_things", COLUMNS, [row for row, _ in made])
                insert(stack, cursor, "host_search_words", "record, record_id, word",
                       sorted(("probe_thing", row[0], word) for row, words in made for word in words))
                connection.commit()
        cursor.execute("ANALYZE TABLE probe_things, host_search_words" if stack.mariadb else "ANALYZE")


@contextmanager
def unindexed(stack, cursor):
    """What is indexed at the end, in one go, is there in a third of the time."""
    if stack.mariadb:
        cursor.execute("SET unique_checks = 0, foreign_key_checks = 0")
        yield
        return
    cursor.execute("PRAGMA cache_size = -200000")
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                   " AND tbl_name IN ('probe_things', 'host_search_words')")
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        cursor.execute(sql)


def insert(stack, cursor, table: str, columns: str, rows: list[tuple]) -> None:
    if not stack.mariadb:
        places = ", ".join("?" * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".tsv", dir=stack.folder) as file:
        file.writelines("\t".join(map(str, row)) + "\n" for row in rows)
        file.flush()
        Path(file.name).chmod(0o644)
        cursor.execute(f"LOAD DATA INFILE '{file.name}' INTO TABLE {table} CHARACTER SET utf8mb4 ({columns})")
