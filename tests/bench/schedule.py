"""/schedule with 500 courses for a signed-in student, against the echo route, in turns."""

from datetime import date, datetime, timedelta, timezone

from accounts import Browser, register
from holders import connected
from load import wrk

COURSES = 500
TEACHERS = 40
WEEKS = 16


def inserter(cursor, placeholder: str):
    """A function that inserts a row and returns its id."""
    def insert(table: str, **values) -> int:
        columns, places = ", ".join(values), ", ".join([placeholder] * len(values))
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(values.values()))
        return cursor.lastrowid

    return insert


def fill(stack) -> None:
    """Courses that begin in the next weeks, each twice a week, with their lessons."""
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        insert = inserter(cursor, placeholder)
        teachers = [insert("courses_teachers", full_name=f"Teacher {n:02}", specialisation="Acting")
                    for n in range(TEACHERS)]
        halls = [insert("courses_halls", name=f"Hall {n:02}") for n in range(TEACHERS)]
        for number in range(COURSES):
            first = date.today() + timedelta(days=number % 60)
            course = insert("courses_courses", title=f"Course {number:03}", state="published", capacity=12,
                            taken=number % 13, price="£40 a month", hall_id=halls[number % TEACHERS],
                            description="A course of the benchmark. " * 20, starts_on=str(first),
                            ends_on=str(first + timedelta(weeks=WEEKS, days=-1)))
            for teacher in {number % TEACHERS, number * 7 % TEACHERS}:
                cursor.execute("INSERT INTO courses_course_teachers (course_id, teacher_id) VALUES "
                               f"({placeholder}, {placeholder})", [course, teachers[teacher]])
            for weekday in (number % 6, (number + 2) % 6):
                add_time(insert, course, first, weekday, number)
        cursor.execute("INSERT INTO courses_turns (subject, number) VALUES ('catalogue', 1000)"
                       if stack_has_no_turn(cursor) else
                       "UPDATE courses_turns SET number = number + 1000 WHERE subject = 'catalogue'")


def stack_has_no_turn(cursor) -> bool:
    cursor.execute("SELECT COUNT(*) FROM courses_turns WHERE subject = 'catalogue'")
    return cursor.fetchone()[0] == 0


def add_time(insert, course: int, first: date, weekday: int, number: int) -> None:
    minute = 9 * 60 + number % 24 * 30
    weekly = insert("courses_weekly_times", course_id=course, weekday=weekday, from_minute=minute,
                    until_minute=minute + 90)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    for week in range(WEEKS):
        on = day + timedelta(weeks=week)
        starts = datetime(on.year, on.month, on.day, tzinfo=timezone.utc) + timedelta(minutes=minute)
        micro = int(starts.timestamp()) * 1_000_000
        insert("courses_lessons", course_id=course, weekly_id=weekly, planned_on=str(on), starts_at=micro,
               ends_at=micro + 90 * 60 * 1_000_000)


def session_of_a_student(stack) -> str:
    """A Cookie header."""
    with Browser(stack.site["base_url"]) as browser:
        browser.sign_in(register(stack.site))
        page = browser.get("/schedule")
        assert page.status_code == 200 and page.text.count("stretched-link") == 24, page.status_code
        assert "/login" not in page.text, "nobody is signed in"
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)


def measure(stack, options, connections: int, in_turns, compare) -> dict:
    fill(stack)
    cookie = session_of_a_student(stack)

    def load(path: str, **environment):
        return lambda _number: wrk(stack.base_url + path, "get.lua", options.seconds, connections, **environment)

    echoes, pages = in_turns(options.rounds, load("/probe/echo"), load("/schedule", GET_COOKIE=cookie),
                             ("echo", "/schedule"))
    measured = compare(pages, echoes)
    measured["calendars"] = {
        view: round(wrk(f"{stack.base_url}/schedule?view={view}", "get.lua", options.seconds, connections,
                        GET_COOKIE=cookie).rate) for view in ("month", "week")}
    return measured
