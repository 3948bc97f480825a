"""Enrolment: the whole story of a student and a partner, the waiting list, the administration, two hosts at once."""

import re
import shutil
import threading
from collections import Counter
from datetime import date, timedelta

import pytest

from accounts import Browser, PASSWORD
from admin import signed_in_admin
from callboard_dev.ports import find_free
from callboard_dev.stack import Options, Stack
from courses import Course, Student, run
from people import faults, flashes, text_of

LIST = "/admin/courses/enrolments"


@pytest.fixture
def admin(stack):
    with signed_in_admin(stack) as browser:
        yield browser


def decide(admin, enrolment: int, action: str, **fields):
    return admin.submit(f"{LIST}/{enrolment}/{action}", fields)


def said(browser, answer) -> list[str]:
    """The messages of the page to which a form led."""
    assert answer.status_code == 303, text_of(answer)
    return flashes(browser.get(answer.headers["Location"]))


def test_a_student_books_by_way_of_the_summary(stack, admin):
    course = Course(stack)
    student = Student(stack)
    form = student.get(course.path)
    assert form.status_code == 200 and course.title in form.text
    summary = student.submit(course.path, course.fields(preview="1"))
    assert summary.status_code == 200, text_of(summary)
    assert "8 lessons to come" in text_of(summary)
    assert course.states() == []
    answer = student.submit(course.path, course.fields(confirm="1"))
    assert answer.headers["Location"] == "/enrolments"
    assert said(student, answer) == ["Your request is sent. The school decides, and we tell you by e-mail."]
    assert course.states() == ["pending"] and course.taken() == 0
    assert "pending" in text_of(student.get("/enrolments"))
    assert "ожидание" in text_of(student.get("/enrolments", headers={"Accept-Language": "ru"}))
    assert said(admin, decide(admin, student.enrolment(course), "confirm")) == ["Confirmed."]
    shown = text_of(student.get("/enrolments"))
    assert "confirmed" in shown and "Next lesson" in shown
    assert course.taken() == 1


def test_a_form_that_does_not_hold_says_so_at_the_field(stack):
    course = Course(stack)
    student = Student(stack)
    before = str(date.today() - timedelta(days=11))
    wrong = [
        ("end", {"start": course.ends, "end": str(date.today())}),
        ("start", {"start": before}),
        ("end", {"end": str(date.today() + timedelta(days=61))}),
        ("teacher", {"teacher": "99999"}),
        ("kind", {"kind": "trio"}),
        ("partner", {"kind": "pair"}),
        ("partner", {"kind": "pair", "partner": student.name}),
        ("partner", {"kind": "pair", "partner": "nobody.of.this.name"}),
    ]
    for field, fields in wrong:
        for more in ({}, {"preview": "1"}):
            answer = student.enrol(course, **fields, **more)
            assert answer.status_code == 422, (field, text_of(answer))
            assert field in faults(answer), (field, faults(answer))
            assert flashes(answer)
    begin, end = (date.fromisoformat(day) for day in (course.starts, course.ends))
    words = [f"{day.day} {day:%B} {day.year}" for day in (begin, end)]
    assert faults(student.enrol(course, start=before))["start"] == f"The course is from {words[0]} to {words[1]}."
    russian = student.submit(course.path, course.fields(start=before), headers={"Accept-Language": "ru"})
    assert re.search(rf"\b{begin.day} \w+ {begin.year} г\.", faults(russian)["start"])
    assert course.states() == []
    assert "nobody.of.this.name" in student.enrol(course, kind="pair", partner="nobody.of.this.name").text


def test_what_cannot_be_booked_is_refused(stack):
    course = Course(stack)
    student = Student(stack)
    page = student.get(course.path)
    assert page.status_code == 200
    assert student.enrol(course).status_code == 303
    again = student.submit(course.path, course.fields(), page="/enrolments")
    assert again.status_code == 422 and "You are enrolled in this course already." in flashes(again)
    assert course.states() == ["pending"]
    other = Course(stack)
    other.set(state="closed")
    assert "Enrolment in this course is closed." in text_of(student.get(other.path))
    refused = student.submit(other.path, other.fields(), page="/enrolments")
    assert refused.status_code == 422 and "Enrolment in this course is closed." in flashes(refused)
    other.set(state="draft")
    assert student.get(other.path).status_code == 404
    assert student.submit(other.path, other.fields(), page="/enrolments").status_code == 404
    assert student.get("/courses/99999999/enrol").status_code == 404
    assert student.post(course.path, data=course.fields()).status_code == 403  # no token


def test_only_students_enrol(stack, web, admin):
    course = Course(stack)
    assert web.get(course.path).headers["Location"].startswith("/login")
    assert web.get("/enrolments").status_code == 303
    stranger, owner = Student(stack), Student(stack)
    owner.enrol(course)
    own = owner.enrolment(course)
    for path in ("cancel", "move", "invitation"):
        assert stranger.get(f"/enrolments/{own}/{path}").status_code == 404
    for path in ("cancel", "accept", "decline", "move", "move/withdraw"):
        assert stranger.submit(f"/enrolments/{own}/{path}", {}, page="/account/sessions").status_code == 404, path
    assert course.states() == ["pending"]


def test_a_pair_goes_together(stack, admin):
    course = Course(stack, capacity=2)
    one, two = Student(stack), Student(stack)
    said(one, one.enrol(course, kind="pair", partner=two.name))
    assert course.states() == ["invited", "invited"]
    invitation = two.get(f"/enrolments/{two.enrolment(course)}/invitation")
    assert one.name in text_of(invitation)
    assert "You are invited as a partner." in text_of(two.get("/enrolments"))
    said(two, two.submit(f"/enrolments/{two.enrolment(course)}/accept", page="/enrolments"))
    assert course.states() == ["pending", "pending"]
    assert said(admin, decide(admin, two.enrolment(course), "confirm")) == ["Confirmed."]
    assert course.states() == ["confirmed", "confirmed"] and course.taken() == 2
    page = one.get(f"/enrolments/{one.enrolment(course)}/cancel")
    assert "your partner's enrolment is cancelled too" in text_of(page)
    said(one, one.submit(f"/enrolments/{one.enrolment(course)}/cancel"))
    assert course.states() == ["cancelled", "cancelled"] and course.taken() == 0


def test_a_full_course_has_a_line_and_a_freed_place_is_offered(stack, admin):
    course = Course(stack, capacity=1)
    first, second, third = Student(stack), Student(stack), Student(stack)
    first.enrol(course)
    decide(admin, first.enrolment(course), "confirm")
    assert "waiting list" in said(second, second.enrol(course))[0]
    third.enrol(course)
    assert "Your place in line: 2." in text_of(third.get("/enrolments"))
    said(admin, decide(admin, third.enrolment(course), "front"))
    assert "Your place in line: 1." in text_of(third.get("/enrolments"))
    said(first, first.submit(f"/enrolments/{first.enrolment(course)}/cancel"))
    assert third.state(course) == "offered" and second.state(course) == "waiting" and course.taken() == 1
    assert "A place is free for you until" in text_of(third.get("/enrolments"))
    said(third, third.submit(f"/enrolments/{third.enrolment(course)}/decline", page="/enrolments"))
    assert said(second, second.submit(f"/enrolments/{second.enrolment(course)}/accept", page="/enrolments")) == [
        "The place is yours."]
    assert course.states() == ["cancelled", "confirmed", "cancelled"] and course.taken() == 1


def test_a_cancellation_comes_too_late_shortly_before_the_first_lesson(stack, admin):
    course = Course(stack, first_lesson=timedelta(hours=5))
    student = Student(stack)
    student.enrol(course)
    decide(admin, student.enrolment(course), "confirm")
    answer = student.submit(f"/enrolments/{student.enrolment(course)}/cancel", page="/account/sessions")
    assert "It is too late to cancel here" in said(student, answer)[0]
    assert course.states() == ["confirmed"]


def test_the_last_place_goes_to_one_and_a_clash_is_named(stack, admin):
    course = Course(stack, capacity=1)
    students = [Student(stack) for _ in range(3)]
    for student in students:
        student.enrol(course)
    answers = [said(admin, decide(admin, student.enrolment(course), "confirm")) for student in students]
    assert answers == [["Confirmed."]] + 2 * [["There are not enough free places."]]
    assert course.states() == ["confirmed", "pending", "pending"]
    other = Course(stack)
    students[0].enrol(other)
    run(stack, "UPDATE courses_lessons SET starts_at = starts_at + 1800000000 WHERE course_id = ?", other.id)
    clash = said(admin, decide(admin, students[0].enrolment(other), "confirm"))
    words = rf"It clashes with a lesson of “{course.title}” \(\d+ \w+ \d{{4}}, \d\d:\d\d\)\."
    assert re.match(words, clash[0])
    assert other.states() == ["pending"]
    assert re.search(words, text_of(students[0].enrol(Course(stack), preview="1")))


def test_a_student_asks_to_move_and_thinks_better_of_it(stack, admin):
    course, other = Course(stack), Course(stack)
    student = Student(stack)
    student.enrol(course)
    decide(admin, student.enrolment(course), "confirm")
    path = f"/enrolments/{student.enrolment(course)}/move"
    assert other.title in student.get(f"{path}?course={other.id}").text
    wrong = student.submit(path, {**other.fields(), "course": str(other.id), "teacher": str(course.teacher)})
    assert wrong.status_code == 422 and "teacher" in faults(wrong)
    said(student, student.submit(path, {**other.fields(), "course": str(other.id), "note": "Mondays suit me better"}))
    assert "You have asked to move" in text_of(student.get("/enrolments"))
    assert said(student, student.submit(f"{path}/withdraw", page="/enrolments")) == ["Your wish is withdrawn."]


def test_the_history_is_filtered(stack):
    course, other = Course(stack), Course(stack)
    student = Student(stack)
    student.enrol(course)
    student.enrol(other)
    said(student, student.submit(f"/enrolments/{student.enrolment(other)}/cancel"))
    cards = lambda query: student.get(f"/enrolments{query}").text.count('class="notice mb-3"')
    assert [cards(q) for q in ("", "?state=pending", "?state=completed", f"?course={other.id}", "?state=x&course=y&page=z")] == [
        2, 1, 0, 1, 2]


def test_administrators_see_and_decide(stack, admin):
    course = Course(stack)
    student, other = Student(stack), Student(stack)
    student.enrol(course)
    other.enrol(course)
    found = admin.get(f"{LIST}/export.csv", params={"q": student.name}).text
    assert course.title in found and student.name in found and other.name not in found
    assert "Requests for a place" in text_of(admin.get("/admin"))
    missing = decide(admin, student.enrolment(course), "reject")
    assert missing.status_code == 422
    said(admin, decide(admin, student.enrolment(course), "reject", reason="The group is too far on."))
    assert "The group is too far on." in text_of(student.get("/enrolments"))
    export = admin.get(f"{LIST}/export.csv?course={course.id}")
    assert export.status_code == 200 and "rejected" in export.text
    assert student.get(LIST).status_code == 403


def test_a_student_who_leaves_frees_the_place(stack, admin):
    course = Course(stack, capacity=1)
    student, next_one = Student(stack), Student(stack)
    student.enrol(course)
    decide(admin, student.enrolment(course), "confirm")
    next_one.enrol(course)
    assert course.title in student.get("/account/export").text
    student.submit("/account/delete", {"password": PASSWORD})
    assert next_one.state(course) == "offered"
    assert run(stack, "SELECT COUNT(*) FROM courses_enrolments WHERE user_id = ?", student.user)[0][0] == 0


def add_requests(stack, course: Course, count: int) -> list[int]:
    """Pending requests of people who need no account for this."""
    ids = []
    for number in range(count):
        ids.append(run(stack, "INSERT INTO courses_enrolments (course_id, open_course, user_id, teacher_id, kind, starts_on, "
                              "ends_on, state, created_at, changed_at) VALUES (?, ?, ?, ?, 'personal', ?, ?, 'pending', 1, 1)",
                       course.id, course.id, 5_000_000 + number, course.teacher, course.starts, course.ends))
    return ids


@pytest.fixture
def second_host(stack, stacks_folder):
    """Another host, with an nginx of its own, on the stack's database."""
    folder = stacks_folder / "own" / f"second-{stack.folder.name}"
    shutil.rmtree(folder, ignore_errors=True)
    other = Stack(Options(data=folder, ports=find_free(), preset=stack.options.preset, demo=False, probe=True))
    other.tables["database"] = stack.tables["database"]
    other.tables["server"]["data_dir"] = stack.tables["server"]["data_dir"]
    other.tables["session"] = stack.tables["session"]
    try:
        other.start()
        yield other
    finally:
        other.stop()


def test_two_hosts_never_confirm_more_than_there_are_places(stack, admin, second_host, soak):
    count, capacity = (200, 10) if soak else (24, 5)
    course = Course(stack, capacity=capacity)
    requests = add_requests(stack, course, count)
    with Browser(second_host.site["base_url"]) as elsewhere:
        elsewhere.cookies.update(admin.cookies)
        assert elsewhere.get("/admin").status_code == 200
        outcomes: Counter = Counter()

        def confirm(browser, mine) -> None:
            with Browser(browser.url) as own:
                own.cookies.update(browser.cookies)
                for enrolment in mine:
                    outcomes[decide(own, enrolment, "confirm").status_code] += 1

        # Each request is confirmed by both hosts, in opposite directions.
        threads = [threading.Thread(target=confirm, args=(browser, mine))
                   for browser, order in ((admin, 1), (elsewhere, -1)) for mine in (requests[::2][::order], requests[1::2][::order])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert outcomes == {303: 2 * count}
    assert Counter(course.states()) == {"confirmed": capacity, "pending": count - capacity}
    assert course.taken() == capacity
