"""Courses put straight into a stack's database, and students who enrol in them."""

from datetime import date, datetime, time, timedelta, timezone

from accounts import Browser, fresh_name, register, user_id
from holders import connected

DAY = timedelta(days=1)


def run(stack, statement: str, *values):
    """Runs one statement; returns its rows, or the new row's id."""
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(statement.replace("?", placeholder), values)
        if not cursor.description:
            return cursor.lastrowid
        # MariaDB gives what it keeps as bytes, such as a state, as bytes.
        return [tuple(value.decode() if isinstance(value, bytes) else value for value in row) for row in cursor.fetchall()]


class Course:
    """A published course from ten days ago to sixty days ahead, with a teacher and a weekly lesson of its own."""

    def __init__(self, stack, capacity: int = 3, first_lesson: timedelta = 3 * DAY):
        self.stack = stack
        self.title = fresh_name("Course ")
        self.starts, self.ends = str(date.today() - 10 * DAY), str(date.today() + 60 * DAY)
        self.teacher = run(stack, "INSERT INTO courses_teachers (full_name, about) VALUES (?, '')", fresh_name("Teacher "))
        self.id = run(stack, "INSERT INTO courses_courses (title, description, state, capacity, starts_on, ends_on) "
                             "VALUES (?, '', 'published', ?, ?, ?)", self.title, capacity, self.starts, self.ends)
        run(stack, "INSERT INTO courses_course_teachers (course_id, teacher_id) VALUES (?, ?)", self.id, self.teacher)
        for week in range(8):
            self.add_lesson(datetime.now(timezone.utc) + first_lesson + week * 7 * DAY)

    def add_lesson(self, at: datetime) -> None:
        micros = int(at.timestamp() * 1_000_000)
        run(self.stack, "INSERT INTO courses_lessons (course_id, planned_on, starts_at, ends_at, note) VALUES (?, ?, ?, ?, '')",
            self.id, str(at.date()), micros, micros + 5_400_000_000)

    @property
    def path(self) -> str:
        return f"/courses/{self.id}/enrol"

    def fields(self, **more) -> dict:
        return {"teacher": str(self.teacher), "kind": "personal", "start": str(date.today()), "end": self.ends, **more}

    def set(self, **columns) -> None:
        for column, value in columns.items():
            run(self.stack, f"UPDATE courses_courses SET {column} = ? WHERE id = ?", value, self.id)

    def taken(self) -> int:
        return run(self.stack, "SELECT taken FROM courses_courses WHERE id = ?", self.id)[0][0]

    def states(self) -> list[str]:
        return [row[0] for row in run(self.stack, "SELECT state FROM courses_enrolments WHERE course_id = ? ORDER BY id", self.id)]


class Student(Browser):
    """A new student, signed in."""

    def __init__(self, stack, name: str | None = None):
        super().__init__(stack.site["base_url"])
        self.stack = stack
        self.name = register(stack.site, name or fresh_name("stud"))
        self.user = user_id(stack, self.name)
        self.sign_in(self.name)

    def enrol(self, course: Course, **more):
        return self.submit(course.path, course.fields(**more))

    def enrolment(self, course: Course) -> int:
        """The newest one in that course."""
        return run(self.stack, "SELECT id FROM courses_enrolments WHERE user_id = ? AND course_id = ? ORDER BY id DESC",
                   self.user, course.id)[0][0]

    def state(self, course: Course) -> str:
        return run(self.stack, "SELECT state FROM courses_enrolments WHERE id = ?", self.enrolment(course))[0][0]
