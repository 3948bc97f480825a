"""What a school has about its keys, for the load on them: rooms with a curfew, groups, windows, grants and bookings.

Of eight holders six have access of their own, one a grant in a window, and one a grant of his group for a group of keys
in a window: as most and the rarest ways lie in a school.
"""

from holders import connected, inserter

ROOMS, GROUPS, WINDOWS = 64, 16, 8
ALWAYS = 127  # weekdays


def fill(stack, holders: list[tuple[str, list[str]]]) -> None:
    """Adds (serial, keys) each, with what stands around them. On MariaDB refuses to run where a commit is not flushed."""
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        insert = inserter(cursor, placeholder)
        if stack.mariadb:
            cursor.execute("SELECT @@innodb_flush_log_at_trx_commit")
            assert cursor.fetchone()[0] == 1
        rooms = [insert("rooms", name=f"Load {n}", back_by=22 * 60, back_after=600) for n in range(ROOMS)]
        windows = [insert("windows", name=f"Load {n}", weekdays=ALWAYS, from_minute=0, until_minute=1440)
                   for n in range(WINDOWS)]
        people = [insert("holder_groups", name=f"Load {n}") for n in range(GROUPS)]
        bunches = [insert("key_groups", name=f"Load {n}") for n in range(GROUPS)]
        for number, (group, bunch) in enumerate(zip(people, bunches)):
            insert("grants", holder_group_id=group, room_id=rooms[-1 - number], window_id=windows[number % WINDOWS])
            insert("grants", holder_group_id=group, key_group_id=bunch, window_id=windows[number % WINDOWS])
        for number, (serial, keys) in enumerate(holders):
            person = insert("holders", fullname=f"Holder {serial}", serial=serial)
            insert("holder_group_members", group_id=people[number % GROUPS], holder_id=person)
            insert("bookings", holder_id=person, room_id=rooms[number % ROOMS], from_at=1, until_at=2)
            for label in keys:
                key = insert("keys", room_id=rooms[number % ROOMS], label=label)
                if number % 8 == 6:
                    insert("grants", holder_id=person, key_id=key, window_id=windows[0])
                elif number % 8 == 7:
                    insert("key_group_keys", group_id=bunches[number % GROUPS], key_id=key)
                else:
                    insert("access", holder_id=person, key_id=key)
