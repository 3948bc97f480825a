"""A teacher's day: requests, mails with calendars, who came, messages, lists, feeds. On both engines."""

import csv
import io
import itertools
import re
from datetime import datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from admin import signed_in_admin
from callboard_dev.service import wait_until
from holders import connected
from people import Person, faults, flashes, mails_to, text_of

_numbers = itertools.count(1)


def micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


class Class:
    """A teacher with a course of his own, made in the database: a lesson that has begun and one in three days."""

    def __init__(self, stack):
        self.stack, self.name = stack, f"Teaching {next(_numbers)}"
        self.now = datetime.now(timezone.utc).replace(microsecond=0)
        day = lambda days: (self.now + timedelta(days=days)).strftime("%Y-%m-%d")
        self.first, self.last = day(-30), day(60)
        self.browser = Person(stack.site["base_url"])
        self.account = self.browser.joined()
        self.user = self.query("SELECT id FROM accounts_users WHERE name = ?", self.account.name)[0][0]
        self.insert("accounts_roles", user_id=self.user, role="teacher")
        self.hall = self.insert("courses_halls", name=f"Hall of {self.name}")
        self.teacher = self.insert("courses_teachers", full_name=f"Vera {self.name}", user_id=self.user)
        self.course = self.insert("courses_courses", title=self.name, state="published", hall_id=self.hall, capacity=2,
                                  starts_on=self.first, ends_on=self.last)
        self.insert("courses_course_teachers", course_id=self.course, teacher_id=self.teacher)
        self.begun = self.add_lesson(-timedelta(minutes=10))
        self.next = self.add_lesson(timedelta(days=3))

    def query(self, statement: str, *values):
        with connected(self.stack) as (connection, placeholder):
            cursor = connection.cursor()
            cursor.execute(statement.replace("?", placeholder), values)
            return cursor.fetchall() if cursor.description else []

    def insert(self, table: str, **values) -> int:
        with connected(self.stack) as (connection, placeholder):
            cursor = connection.cursor()
            cursor.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join([placeholder] * len(values))})",
                           list(values.values()))
            return cursor.lastrowid

    def add_lesson(self, after: timedelta) -> int:
        starts = self.now + after
        return self.insert("courses_lessons", course_id=self.course, planned_on=starts.strftime("%Y-%m-%d"),
                           starts_at=micros(starts), ends_at=micros(starts + timedelta(hours=1)))

    def student(self, state: str = "pending"):
        """A browser, its account, and the enrolment, asked for a week ago."""
        browser = Person(self.stack.site["base_url"])
        account = browser.joined()
        user = self.query("SELECT id FROM accounts_users WHERE name = ?", account.name)[0][0]
        asked = micros(self.now - timedelta(days=7))
        enrolment = self.insert("courses_enrolments", course_id=self.course, open_course=self.course, user_id=user,
                                teacher_id=self.teacher, kind="personal", starts_on=self.first, ends_on=self.last,
                                state=state, created_at=asked, changed_at=asked)
        if state == "confirmed":
            self.query("UPDATE courses_courses SET taken = taken + 1 WHERE id = ?", self.course)
        return browser, account, enrolment

    def state_of(self, enrolment: int) -> str:
        state = self.query("SELECT state FROM courses_enrolments WHERE id = ?", enrolment)[0][0]
        return state if isinstance(state, str) else state.decode()

    @property
    def page(self) -> str:
        return f"/teacher/courses/{self.course}"


@pytest.fixture
def lesson_class(stack):
    return Class(stack)


def mail_about(site: dict, address: str, subject: str):
    """Waits for the mail with that in its subject."""
    found = lambda: [mail for mail in mails_to(site, address) if subject in mail["Subject"]]
    assert wait_until(lambda: bool(found()), 20, 0.1), [mail["Subject"] for mail in mails_to(site, address)]
    return found()[-1]


def events_of(text: bytes | str) -> dict[str, object]:
    """By UID; what a second library makes of the calendar."""
    return {str(event["UID"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def calendar_in(mail) -> dict[str, object]:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "PUBLISH"
    return events_of(part.get_payload(decode=True))


def test_requests_are_decided_one_and_several(site, lesson_class):
    vera = lesson_class.browser
    anna, boris, clara = (lesson_class.student() for _ in range(3))
    assert "3 requests" in text_of(vera.get("/teacher"))
    page = text_of(vera.get(lesson_class.page))
    assert anna[1].name in page and anna[1].email in page

    answer = vera.post(f"/teacher/enrolments/{anna[2]}/confirm", headers={"Accept": "application/json"},
                       data={"csrf_token": vera.token()})
    assert answer.status_code == 200 and answer.json() == {"message": "The enrolment is confirmed."}
    mail = mail_about(site, anna[1].email, "Your place is confirmed")
    event = calendar_in(mail)[f"lesson-{lesson_class.next}@localhost"]
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].dt.astimezone(timezone.utc) == lesson_class.now + timedelta(days=3)
    assert f"{site['base_url']}/enrolments/mails" in mail.get_body(("plain",)).get_content()

    # One place is left for two.
    answer = vera.submit(f"{lesson_class.page}/requests",
                         [("enrolments", boris[2]), ("enrolments", clara[2]), ("decision", "confirm")])
    assert answer.headers["Location"] == lesson_class.page
    said = flashes(vera.get(lesson_class.page))[0]
    assert said.startswith("1 request is confirmed.") and f"{clara[1].name}: There are not enough free places" in said
    for page, fields in ((f"{lesson_class.page}/requests", {"decision": "reject", "enrolments": clara[2]}),
                         (f"/teacher/enrolments/{clara[2]}/reject", {})):
        answer = vera.submit(page, {**fields, "reason": "x" * 501})
        assert answer.status_code == 422 and lesson_class.state_of(clara[2]) == "pending"
        assert faults(answer) == {"reason": "The reason has at most 500 characters."} and flashes(answer)
        assert re.findall(r'value="(\d+)" id="request_\d+" checked', answer.text) == [str(clara[2])]
        assert "x" * 501 in answer.text
    answer = vera.submit(f"{lesson_class.page}/requests", reject_one=clara[2], reason="The group is full.")
    assert "1 request is rejected." in flashes(vera.get(lesson_class.page))
    assert "The group is full." in mail_about(site, clara[1].email, "rejected").get_body(("plain",)).get_content()
    assert [lesson_class.state_of(each[2]) for each in (anna, boris, clara)] == ["confirmed", "confirmed", "rejected"]

    again = vera.post(f"/teacher/enrolments/{clara[2]}/confirm", headers={"Accept": "application/json"},
                      data={"csrf_token": vera.token()})
    assert again.status_code == 409 and again.json()["message"]


def test_a_wish_to_move_is_decided_and_the_old_lessons_leave_the_calendar(site, lesson_class, stack):
    other = Class(stack)
    _, anna, enrolment = lesson_class.student("confirmed")
    wish = lesson_class.insert("courses_move_requests", enrolment_id=enrolment, open_enrolment=enrolment,
                               course_id=other.course, teacher_id=other.teacher, starts_on=other.first,
                               ends_on=other.last, note="", reason="", created_at=1)
    answer = other.browser.submit(f"/teacher/moves/{wish}/decline", course=other.course, reason="y" * 501)
    assert answer.status_code == 422 and f'value="{"y" * 501}"' in answer.text
    assert faults(answer) == {f"move_{wish}": "The reason has at most 500 characters."}
    answer = other.browser.submit(f"/teacher/moves/{wish}/accept", course=other.course)
    assert flashes(other.browser.get(answer.headers["Location"])) == ["The student is moved."]
    events = calendar_in(mail_about(site, anna.email, "You have been moved"))
    assert {uid: event["STATUS"] for uid, event in events.items()} == {
        f"lesson-{lesson_class.next}@localhost": "CANCELLED", f"lesson-{other.next}@localhost": "CONFIRMED"}
    assert all(event["SEQUENCE"] > 0 and event["LAST-MODIFIED"] for event in events.values())


def test_another_teachers_course_is_none(lesson_class, stack):
    other = Class(stack).browser
    enrolment = lesson_class.student()[2]
    for path in (lesson_class.page, f"{lesson_class.page}/list", f"{lesson_class.page}/students.csv",
                 f"{lesson_class.page}/message", f"/teacher/lessons/{lesson_class.begun}"):
        assert other.get(path).status_code == 404, path
    for path in (f"/teacher/enrolments/{enrolment}/confirm", f"/teacher/enrolments/{enrolment}/reject",
                 f"{lesson_class.page}/requests", f"{lesson_class.page}/message", f"/teacher/lessons/{lesson_class.begun}"):
        assert other.submit(path, enrolments=enrolment, decision="confirm", subject="a", body="b").status_code == 404, path
    assert lesson_class.state_of(enrolment) == "pending"
    student = lesson_class.student()[0]
    assert student.get("/teacher").status_code == 403 and student.get(lesson_class.page).status_code == 403
    assert student.submit("/teacher/moves/1/accept").status_code == 403
    assert student.submit("/teacher/moves/1/decline").status_code == 403
    nobody = Person(lesson_class.stack.site["base_url"])
    assert nobody.get("/teacher").headers["Location"].startswith("/login?next=")


def test_who_came_is_written_down_and_summed_up(lesson_class):
    vera = lesson_class.browser
    (_, anna, one), (_, boris, two) = lesson_class.student("confirmed"), lesson_class.student("confirmed")
    here = f"/teacher/lessons/{lesson_class.begun}"
    assert anna.name in vera.get(here).text
    assert vera.submit(here, {"all": "1"}).headers["Location"] == here
    assert vera.submit(here, {f"state_{one}": "late", f"state_{two}": "", "state_999999": "late"}).status_code == 303
    assert lesson_class.query("SELECT enrolment_id FROM courses_attendance WHERE lesson_id = ?", lesson_class.begun) in (
        [(one,)], ((one,),))
    page = text_of(vera.get(lesson_class.page))
    assert "late: 1" in page and "present" not in page
    rows = list(csv.DictReader(io.StringIO(vera.get(f"{lesson_class.page}/students.csv").content.decode("utf-8-sig"))))
    assert [(row["name"], row["late"], row["present"]) for row in rows] == [(anna.name, "1", "0"), (boris.name, "0", "0")]
    early = vera.submit(f"/teacher/lessons/{lesson_class.next}", {"all": "1"})
    assert "Nobody can have come yet" in vera.get(early.headers["Location"]).text
    assert boris.name in text_of(vera.get(f"{lesson_class.page}/list"))
    with signed_in_admin(lesson_class.stack) as admin:
        assert "It was noted who came" in text_of(admin.get(f"/admin/courses/lessons/{lesson_class.begun}"))
        student = lesson_class.query("SELECT id FROM accounts_users WHERE name = ?", anna.name)[0][0]
        assert lesson_class.name in text_of(admin.get(f"/admin/students/{student}"))


def test_a_message_reaches_the_course_and_stays(site, lesson_class):
    vera = lesson_class.browser
    _, anna, _ = lesson_class.student("confirmed")
    lesson_class.student("pending")
    refused = vera.submit(f"{lesson_class.page}/message", subject="", body="Kept text")
    assert refused.status_code == 422 and "Kept text" in refused.text and "A subject is needed." in refused.text
    assert vera.submit(f"{lesson_class.page}/message", subject="Shoes & all", body="Bring soft ones.").status_code == 303
    assert "on its way to 1 student" in vera.get(lesson_class.page).text
    mail = mail_about(site, anna.email, "Shoes & all")
    assert "Bring soft ones." in mail.get_body(("plain",)).get_content()
    assert "Shoes & all" in text_of(vera.get(lesson_class.page))
    with signed_in_admin(lesson_class.stack) as admin:
        assert "A message was sent to the students" in text_of(admin.get(f"/admin/courses/{lesson_class.course}"))


def test_mails_that_nobody_wants_do_not_come(site, lesson_class):
    anna, account, enrolment = lesson_class.student()
    shown = anna.get("/enrolments/mails")
    assert shown.text.count('name="kinds"') == shown.text.count(" checked") == 7
    kinds = [kind for kind in re.findall(r'name="kinds" value="(\w+)"', shown.text) if kind != "decided"]
    assert anna.submit("/enrolments/mails", [("kinds", kind) for kind in kinds]).status_code == 303
    assert anna.get("/enrolments/mails").text.count(" checked") == 6
    vera = lesson_class.browser
    vera.submit(f"/teacher/enrolments/{enrolment}/confirm")
    vera.submit(f"{lesson_class.page}/message", subject="After the decision", body="…")
    mail_about(site, account.email, "After the decision")
    assert not [mail for mail in mails_to(site, account.email) if "confirmed" in mail["Subject"]]


def test_calendars_are_read_by_another_library(lesson_class, web):
    anna = lesson_class.student("waiting")[0]
    lesson_class.query("UPDATE courses_lessons SET cancelled = 1, sequence = 2 WHERE id = ?", lesson_class.begun)
    assert anna.submit("/enrolments/calendar").status_code == 303
    address = re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', anna.get("/enrolments/calendar").text)[1]
    answer = web.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = events_of(answer.content)
    assert events[f"lesson-{lesson_class.next}@localhost"]["STATUS"] == "TENTATIVE"
    cancelled = events[f"lesson-{lesson_class.begun}@localhost"]
    assert cancelled["STATUS"] == "CANCELLED" and cancelled["SEQUENCE"] == 2
    assert cancelled["LOCATION"] == f"Hall of {lesson_class.name}"
    same = web.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304 and not same.content

    assert "Make a new address?" in anna.get("/enrolments/calendar?reset=1").text
    anna.submit("/enrolments/calendar")
    assert web.get(address).status_code == 404
    assert web.get("/calendar/none.ics").status_code == web.get("/calendar/none").status_code == 404

    school = web.get("/schedule.ics")
    assert school.status_code == 200 and len(events_of(school.content)) > 10
    teacher = lesson_class.browser
    teacher.submit("/enrolments/calendar")
    address = re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', teacher.get("/enrolments/calendar").text)[1]
    assert set(events_of(web.get(address).content)) == {f"lesson-{lesson_class.begun}@localhost",
                                                        f"lesson-{lesson_class.next}@localhost"}


@pytest.mark.engine("sqlite")
def test_the_site_says_when_lessons_are_across_a_change_of_clocks(start_stack):
    stack = start_stack(overrides=['site.time_zone="Europe/Berlin"'])
    lesson_class = Class(stack)
    changes = [datetime(2027, 3, 27, 17, tzinfo=timezone.utc), datetime(2027, 3, 28, 16, tzinfo=timezone.utc)]
    ids = [lesson_class.insert("courses_lessons", course_id=lesson_class.course, planned_on="2027-03-27",
                               starts_at=micros(at), ends_at=micros(at + timedelta(hours=1))) for at in changes]
    with Person(stack.site["base_url"]) as web:
        events = events_of(web.get("/schedule.ics").content)
    for number, at in zip(ids, changes):
        start = events[f"lesson-{number}@localhost"]["DTSTART"].dt
        assert start.hour == 18 and start.astimezone(timezone.utc) == at
