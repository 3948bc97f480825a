"""The catalogue as administrators keep it and everybody sees it: courses, weekly times, lessons, holidays, /schedule and
/courses/{id}, with the demo's season."""

import html
import re
from datetime import date, timedelta

import pytest

from accounts import Browser, fresh_name, register
from admin import signed_in_admin
from holders import connected
from people import faults, flashes, text_of

FAR = date(2031, 9, 1)  # a Monday, beyond the demo's season


@pytest.fixture
def admin(stack):
    with signed_in_admin(stack) as browser:
        yield browser


def query(stack, statement: str, *values):
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(statement.replace("?", placeholder), values)
        return cursor.fetchall() if cursor.description else []


def add(admin, resource: str, **fields) -> int:
    answer = admin.submit(f"/admin/{resource}/new", fields)
    assert answer.status_code == 303, (faults(answer), text_of(answer))
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def change(admin, resource: str, number: int, **fields):
    """Only what is given is set; the version is the page's."""
    page = admin.get(f"/admin/{resource}/{number}/edit").text
    version = re.search(r'name="version" value="(\d+)"', page)
    return admin.submit(f"/admin/{resource}/{number}/edit", {**fields, **({"version": version[1]} if version else {})})


class School:
    """A teacher and a hall of this test's own, so that nothing clashes with what others made."""

    def __init__(self, admin):
        self.admin = admin
        self.hall_name = fresh_name("Hall")
        self.teacher_name = fresh_name("Teacher ")
        self.hall = add(admin, "courses/halls", name=self.hall_name)
        self.teacher = add(admin, "teachers", full_name=self.teacher_name, specialisation="Mime")

    def course(self, **fields) -> int:
        return add(self.admin, "courses", **self.fields(**fields))

    def fields(self, **fields) -> dict:
        return {"title": fresh_name("Course "), "teachers": str(self.teacher), "schedule": "Mon 18:00-19:30",
                "starts_on": str(FAR), "ends_on": str(FAR + timedelta(days=27)), "hall": str(self.hall), "capacity": "5",
                **fields}


@pytest.fixture
def school(admin):
    return School(admin)


def lessons(stack, course: int, more: str = "") -> int:
    return query(stack, f"SELECT COUNT(*) FROM courses_lessons WHERE course_id = ? {more}", course)[0][0]


def titles(page: str) -> list[str]:
    return [html.unescape(title) for title in re.findall(r'class="stretched-link" href="/courses/\d+">([^<]+)<', page)]


def test_the_demo_has_a_season(web):
    page = web.get("/schedule")
    assert page.status_code == 200 and len(titles(page.text)) >= 10
    assert "Лаборатория документального театра" not in page.text  # a draft
    assert "Осенний интенсив: этюд" in web.get("/schedule?past=1").text
    home = web.get("/").text
    assert 'href="/schedule"' in home and len(titles(home)) == 3


def test_a_course_has_its_lessons_and_its_page(stack, web, school):
    course = school.course(title="Mime for beginners", price="£10", description="Silence & walls")
    assert lessons(stack, course) == 4
    page = web.get(f"/courses/{course}").text
    for text in ("Mime for beginners", school.teacher_name, school.hall_name, "£10", "Silence &amp; walls",
                 "5 of 5 are free", "18:00–19:30", "Sign in to enrol"):
        assert text in page, text
    assert page.count('class="course-lesson') == 4
    month = web.get(f"/schedule?view=month&date={FAR}&teacher={school.teacher}").text
    assert month.count("Mime for beginners") == 4
    week = web.get(f"/schedule?view=week&date={FAR}&teacher={school.teacher}&free=1").text
    assert week.count("Mime for beginners") == 1
    assert "Mime for beginners" not in web.get(f"/schedule?view=week&date={FAR}&teacher={school.teacher}&day=tue").text
    assert "Mime for beginners" in web.get(f"/schedule?view=day&date={FAR}").text


def test_it_speaks_the_readers_language(web):
    russian = web.get("/schedule?view=month&date=2031-09-01", headers={"Accept-Language": "ru"}).text
    assert "Расписание" in russian and "Сентябрь 2031" in russian


def test_a_holiday_takes_lessons_away_and_gives_them_back(stack, admin, school):
    course = school.course()
    day = FAR + timedelta(days=7)
    holiday = add(admin, "courses/holidays", title="City day", starts_on=str(day), ends_on=str(day))
    assert lessons(stack, course) == 3
    answer = admin.submit(f"/admin/courses/holidays/{holiday}/delete")
    assert answer.status_code == 303 and lessons(stack, course) == 4


def test_a_lesson_is_moved_cancelled_and_added(stack, web, admin, school):
    course = school.course()
    first, second = [row[0] for row in query(
        stack, "SELECT id FROM courses_lessons WHERE course_id = ? ORDER BY starts_at LIMIT 2", course)]
    answer = change(admin, "courses/lessons", first, starts_at=f"{FAR + timedelta(days=1)}T10:00",
                    ends_at=f"{FAR + timedelta(days=1)}T11:00")
    assert answer.status_code == 303, faults(answer)
    assert admin.submit(f"/admin/courses/lessons/{second}/cancel", {"reason": "Illness"}).status_code == 303
    add(admin, "courses/lessons", course=str(course), starts_at=f"{FAR + timedelta(days=2)}T10:00",
        ends_at=f"{FAR + timedelta(days=2)}T11:00", note="Instead")
    assert change(admin, "courses", course, schedule="Mon 17:00-18:00").status_code == 303
    assert lessons(stack, course) == 5 and lessons(stack, course, "AND by_hand = 1") == 3
    page = web.get(f"/courses/{course}").text
    for text in ("another time than usual", "cancelled", "Illness", "Instead"):
        assert text in page, text


def test_lessons_stay_at_their_time_of_day(stack, web, school):
    """The school's zone may have no summer time; then it is an hour each week all the same."""
    course = school.course(starts_on="2031-03-17", ends_on="2031-04-13", schedule="Mon 18:00-19:00")
    page = web.get(f"/schedule?view=month&date=2031-03-01&teacher={school.teacher}").text
    assert lessons(stack, course) == 4 and page.count("18:00") >= 3


def test_a_clash_names_whom_and_when(admin, school):
    school.course(title="The first one")
    other_hall = add(admin, "courses/halls", name=fresh_name("Hall"))
    other_teacher = add(admin, "teachers", full_name=fresh_name("Teacher "))
    answer = admin.submit("/admin/courses/new", school.fields(teachers=str(other_teacher), schedule="Mon 19:00-20:00"))
    assert answer.status_code == 422
    assert faults(answer)["hall"] == f"{school.hall_name} is taken then: The first one, 1 September 2031, 18:00–19:30."
    answer = admin.submit("/admin/courses/new", school.fields(teachers=str(other_teacher), schedule="Mon 19:00-20:00"),
                          headers={"Accept-Language": "ru"})
    assert "1 сентября 2031 г., 18:00–19:30" in faults(answer)["hall"]
    answer = admin.submit("/admin/courses/new", school.fields(hall=str(other_hall)))
    assert answer.status_code == 422 and school.teacher_name in faults(answer)["teachers"]
    assert "The first one" in faults(answer)["teachers"]


def test_bad_fields_are_named(admin, school):
    for field, value in (("schedule", "whenever"), ("ends_on", "2031-08-01"), ("capacity", "0"), ("capacity", ""),
                         ("title", " "), ("teachers", "999999"), ("starts_on", "soon")):
        answer = admin.submit("/admin/courses/new", school.fields(**{field: value}))
        assert answer.status_code == 422 and field in faults(answer), field


def test_a_draft_is_seen_by_administrators_alone(web, admin, school):
    course = school.course(state="draft", title="Not yet")
    assert web.get(f"/courses/{course}").status_code == 404
    assert "Not yet" not in web.get(f"/schedule?view=month&date={FAR}").text
    assert "Draft" in text_of(admin.get(f"/courses/{course}"))
    assert admin.submit(f"/admin/courses/{course}/publish").status_code == 303
    assert "Not yet" in web.get(f"/schedule?teacher={school.teacher}").text
    assert admin.submit(f"/admin/courses/{course}/close").status_code == 303
    assert "Enrolment is closed" in web.get(f"/courses/{course}").text
    assert titles(web.get(f"/schedule?teacher={school.teacher}&free=1").text) == []


def test_what_is_taken_bounds_the_places(stack, admin, web, school):
    course = school.course()
    query(stack, "UPDATE courses_courses SET taken = 5 WHERE id = ?", course)
    assert "Full: waiting list" in web.get(f"/schedule?teacher={school.teacher}").text
    answer = change(admin, "courses", course, capacity="4")
    assert answer.status_code == 422 and "capacity" in faults(answer)
    assert change(admin, "courses", course, capacity="6").status_code == 303
    assert "1 place is free" in web.get(f"/schedule?teacher={school.teacher}").text


def test_a_teachers_account_has_the_role(stack, admin, school):
    name = register(stack.site)
    number = query(stack, "SELECT id FROM accounts_users WHERE name = ?", name)[0][0]

    def roles():
        found = [row[0] for row in query(stack, "SELECT role FROM accounts_roles WHERE user_id = ?", number)]
        return sorted(role.decode() if isinstance(role, bytes) else role for role in found)

    assert change(admin, "teachers", school.teacher, account=str(number)).status_code == 303
    assert roles() == ["student", "teacher"]
    other = add(admin, "teachers", full_name=fresh_name("Teacher "))
    answer = change(admin, "teachers", other, account=str(number))
    assert answer.status_code == 422 and school.teacher_name in faults(answer)["account"]
    assert change(admin, "teachers", school.teacher, account="").status_code == 303
    assert roles() == ["student"]


def test_what_is_used_stays(admin, school):
    course = school.course()
    for path in (f"teachers/{school.teacher}", f"courses/halls/{school.hall}"):
        answer = admin.submit(f"/admin/{path}/delete")
        assert "still used elsewhere" in flashes(admin.get(answer.headers["Location"]))[0]
    assert admin.submit(f"/admin/courses/{course}/delete").status_code == 303
    assert admin.submit(f"/admin/teachers/{school.teacher}/delete").status_code == 303
    assert admin.get(f"/admin/teachers/{school.teacher}").status_code == 404


def test_a_picture_of_a_teacher_is_for_everybody(web, admin, school):
    page = admin.get(f"/admin/teachers/{school.teacher}/edit").text
    fields = {"csrf_token": html.unescape(re.search(r'name="csrf_token" value="([^"]+)"', page)[1]),
              "version": re.search(r'name="version" value="(\d+)"', page)[1]}
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><rect width="60" height="60" fill="red"/></svg>'
    answer = admin.post(f"/admin/teachers/{school.teacher}/edit", data=fields,
                        files={"picture": ("face.svg", svg, "image/svg+xml")})
    assert answer.status_code == 303, text_of(answer)
    address = re.search(r'src="(/teachers/\d+/picture\?v=\w+)"', web.get(f"/courses/{school.course()}").text)[1]
    assert web.get(address).content[8:12] == b"WEBP"


def test_what_is_no_schedule_is_refused(web):
    for wrong in ("view=year", "date=2026-02-30", "date=1999-01-01", "date=x", "teacher=0", "teacher=x", "day=funday",
                  "free=yes", "past=2", "page=0", "page=99999999999999999999", "teacher=1%27%20OR%201"):
        assert web.get(f"/schedule?{wrong}").status_code == 400, wrong
    for empty in ("view=&date=&teacher=&day=", "teacher=999999", "page=9999", "view=week&date=2100-12-31"):
        assert web.get(f"/schedule?{empty}").status_code == 200, empty
    for path in ("/courses/999999", "/courses/0", "/courses/x", "/teachers/999999/picture"):
        assert web.get(path).status_code == 404, path
