"""Sessions: seen, ended, and not lost by whatever happens to workers and secrets."""

import os
import re
import signal
import threading

import pytest

from callboard_dev import configuration
from conftest import ENGINES
from holders import connected
from people import Person, flashes, fresh_account, text_of

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/18.1 Mobile/15E148 Safari/604.1")
HERE = r"(127\.0\.0\.1|::1)"
NEW = "eleven purple trombones"


@pytest.fixture
def people(site):
    """Browsers on the stack; each call makes one."""
    made = []

    def make(agent: str | None = None) -> Person:
        made.append(Person(site["base_url"], agent))
        return made[-1]

    yield make
    for person in made:
        person.close()


def session_ids(person: Person) -> list[str]:
    """Of the devices in the list, the most recently used first."""
    return re.findall(r'name="session" value="(\d+)"', person.get("/account/sessions").text)


def test_the_devices_are_listed_with_names_that_one_recognises(people):
    person, phone = people(FIREFOX), people(PHONE)
    account = person.joined()
    phone.sign_in(account)

    page = text_of(person.get("/account/sessions"))
    assert page.count("Firefox on Windows") == 2 and page.count("Safari on iPhone") == 2  # once read aloud at the button
    assert page.count("This device") == 1 and "Sign out all other devices" in page
    assert re.search(HERE, page)
    assert len(session_ids(person)) == 2


def test_one_device_is_signed_out_at_once(people):
    person, phone = people(FIREFOX), people(PHONE)
    account = person.joined()
    [own] = session_ids(person)
    phone.sign_in(account)
    [other] = set(session_ids(person)) - {own}

    answer = person.submit("/account/sessions/revoke", session=other)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/sessions")
    assert flashes(person.get("/account/sessions")) == ["The device is signed out."]
    assert not phone.is_signed_in() and person.is_signed_in()
    assert "A session was ended" in text_of(person.get("/account/journal"))

    person.submit("/account/sessions/revoke", session=other)
    assert flashes(person.get("/account/sessions")) == ["This device is signed out already."]


def test_all_other_devices_are_signed_out_at_once(people):
    person, phone, third = people(), people(PHONE), people()
    account = person.joined()
    phone.sign_in(account), third.sign_in(account)

    person.submit("/account/sessions/revoke", others="1")
    assert flashes(person.get("/account/sessions")) == ["2 other devices are signed out."]
    assert not phone.is_signed_in() and not third.is_signed_in() and person.is_signed_in()
    page = text_of(person.get("/account/sessions"))
    assert "Sign out all other devices" not in page
    assert "All other sessions were ended" in text_of(person.get("/account/journal"))


def test_ending_ones_own_session_signs_out(people):
    person = people()
    person.joined()
    [own] = session_ids(person)
    stolen = person.cookies["session"]
    answer = person.submit("/account/sessions/revoke", session=own)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert "session" not in person.cookies
    person.cookies.set("session", stolen)
    assert not person.is_signed_in()


def test_other_peoples_devices_are_out_of_reach(people):
    person, stranger = people(), people()
    person.joined(), stranger.joined()
    [theirs] = session_ids(stranger)
    for session in (theirs, "0", "-1", "x", "", "9" * 30, f"{theirs}' OR 1=1"):
        assert person.submit("/account/sessions/revoke", session=session).status_code == 303
        assert flashes(person.get("/account/sessions")) == ["This device is signed out already."], session
    assert stranger.is_signed_in() and person.is_signed_in()


def test_the_journal_tells_what_happened_the_newest_first(people):
    person, thief = people(FIREFOX), people("curl/7.88.1")
    account = person.joined()
    thief.submit("/login", email=account.name, password="a wrong guess")
    person.submit("/password/change", old_password=account.password, new_password1=NEW, new_password2=NEW)

    page = text_of(person.get("/account/journal"))
    places = [page.index(event) for event in ("The password was changed", "A sign-in failed", "Signed in ",
                                              "The account was made")]
    assert places == sorted(places)
    assert re.search(f"curl · {HERE}", page) and re.search(f"Firefox on Windows · {HERE}", page)
    assert "a wrong guess" not in page


def test_a_long_journal_is_turned_page_by_page(people, stack):
    person = people()
    account = person.joined()
    with connected(stack) as (connection, place):
        cursor = connection.cursor()
        cursor.execute(f"SELECT id FROM accounts_users WHERE name = {place}", [account.name])
        [user] = cursor.fetchone()
        for number in range(70):
            cursor.execute("INSERT INTO accounts_journal (user_id, at, event, address, agent) "
                           f"VALUES ({place}, {place}, {place}, {place}, {place})",
                           [user, 1_700_000_000_000_000 + number, "signed_out", f"192.0.2.{number}", "curl/8"])
    seen, path = [], "/account/journal"
    for _ in range(10):
        page = person.get(path)
        seen += re.findall(r"192\.0\.2\.\d+", page.text)
        older = re.search(r'href="(/account/journal\?before=\d+)"', page.text)
        if not older:
            break
        path = older[1]
    assert seen == [f"192.0.2.{number}" for number in reversed(range(70))]


def test_a_session_that_was_answered_survives_its_worker(stack, people):
    account = fresh_account()
    people().register(account)
    browsers = [people() for _ in range(4)]
    for browser in browsers:
        browser.token()
    for _ in range(3):
        answered = []

        def sign_in(browser: Person) -> None:
            if browser.sign_in(account).status_code == 303:
                answered.append(browser)
                for worker in stack.host_processes():  # at once, without a chance to finish anything
                    try:
                        os.kill(worker, signal.SIGKILL)
                    except ProcessLookupError:
                        pass

        threads = [threading.Thread(target=sign_in, args=(browser,)) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stack.wait_until_ready()
        assert answered
        assert all(browser.is_signed_in() for browser in answered)


@pytest.mark.parametrize("engine", ENGINES)
def test_sessions_are_shared_by_workers_and_outlive_a_change_of_the_secret(start_stack, engine):
    stack = start_stack(database=engine, overrides=["server.workers=2"])
    with Person(stack.base_url) as person, Person(stack.base_url) as other:
        account = person.joined()
        other.sign_in(account)
        for _ in range(40):
            with Person(stack.base_url) as again:  # a connection of its own, and so either worker
                again.cookies.update(person.cookies)
                assert again.is_signed_in()

        secret = stack.folder / configuration.SESSION_SECRET
        previous = secret.with_name("session.previous")
        secret.rename(previous)
        configuration.ensure_secret(secret)
        stack.tables["session"]["previous_secret_file"] = str(previous)
        stack.config.write_text(configuration.toml(stack.tables))
        stack.reload()

        assert person.is_signed_in() and other.is_signed_in()
        # A form that was open meanwhile still counts.
        assert person.submit("/account/sessions/revoke", others="1").status_code == 303
        assert not other.is_signed_in() and person.is_signed_in()


class StatementLog:
    """What MariaDB is asked, by connection."""

    def __init__(self, stack):
        self.stack = stack

    def __enter__(self) -> "StatementLog":
        self.run("SET GLOBAL log_output = 'TABLE'", "TRUNCATE mysql.general_log", "SET GLOBAL general_log = 1")
        return self

    def __exit__(self, *_) -> None:
        self.run("SET GLOBAL general_log = 0")

    def run(self, *statements: str) -> tuple:
        with connected(self.stack) as (connection, _):
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    def mark(self) -> int:
        return self.run("SELECT COUNT(*) FROM mysql.general_log")[0][0]

    def by_connection(self) -> dict[int, list[str]]:
        rows = self.run("SELECT thread_id, CONVERT(argument USING utf8mb4) FROM mysql.general_log "
                        "WHERE command_type NOT IN ('Connect', 'Quit') ORDER BY event_time")
        found: dict[int, list[str]] = {}
        for thread, statement in rows:
            found.setdefault(thread, []).append(statement)
        return found


@pytest.mark.engine("mysql")
def test_a_signed_in_page_costs_one_round_trip_for_the_session(stack, people):
    """Connections that look sessions up are the workers'; the jobs process has its own and does not count."""
    rounds = 200
    person, stranger = people(), people()
    person.joined()
    stranger.token()

    def statements(browser: Person) -> int:
        with StatementLog(stack) as log:
            for _ in range(3):
                person.get("/")  # so that the workers' connections are known
            before = {thread: len(asked) for thread, asked in log.by_connection().items()}
            for _ in range(rounds):
                assert browser.get("/").status_code == 200
            after = log.by_connection()
        workers = [thread for thread, asked in after.items() if any("accounts_sessions s JOIN" in text for text in asked)]
        assert workers
        return sum(len(after[thread]) - before.get(thread, 0) for thread in workers)

    signed_in, anonymous = statements(person), statements(stranger)
    assert 0.9 <= (signed_in - anonymous) / rounds <= 1.05, (signed_in, anonymous)
