-- What the school teaches: halls, teachers, courses, their weekly times and the lessons that come of them.
-- Times are microseconds since 1970, UTC; dates are texts "2026-11-21" in the school's time zone; minutes are those of a
-- day on the school's wall.
CREATE TABLE courses_halls (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  name    TEXT    NOT NULL,
  places  INTEGER NULL,
  room_id INTEGER NULL
) STRICT;
CREATE UNIQUE INDEX courses_halls_name ON courses_halls (name);

-- `user_id` is the teacher's account, one to one. `room_id` above is a room of the key cabinet.
CREATE TABLE courses_teachers (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version        INTEGER NOT NULL DEFAULT 1,
  full_name      TEXT    NOT NULL,
  specialisation TEXT    NOT NULL DEFAULT '',
  about          TEXT    NOT NULL DEFAULT '',
  picture        TEXT    NOT NULL DEFAULT '',
  user_id        INTEGER NULL
) STRICT;
CREATE UNIQUE INDEX courses_teachers_user ON courses_teachers (user_id);
CREATE INDEX courses_teachers_name ON courses_teachers (full_name, id);
CREATE INDEX courses_teachers_specialisation ON courses_teachers (specialisation, id);

-- `state`: draft (administrators alone see it), published, closed (seen, but nobody enrols any more).
-- `taken`: places of confirmed and offered enrolments; it is only changed by guarded updates, so nothing is oversold.
-- `sequence` grows whenever what its students were told of it changes (RFC 5545, 3.8.7.4).
CREATE TABLE courses_courses (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version     INTEGER NOT NULL DEFAULT 1,
  title       TEXT    NOT NULL,
  description TEXT    NOT NULL DEFAULT '',
  state       TEXT    NOT NULL DEFAULT 'draft',
  hall_id     INTEGER NULL,
  capacity    INTEGER NOT NULL,
  taken       INTEGER NOT NULL DEFAULT 0,
  price       TEXT    NOT NULL DEFAULT '',
  starts_on   TEXT    NOT NULL,
  ends_on     TEXT    NOT NULL,
  personal    INTEGER NOT NULL DEFAULT 1,
  pair        INTEGER NOT NULL DEFAULT 1,
  sequence    INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (hall_id) REFERENCES courses_halls (id)
) STRICT;
CREATE INDEX courses_courses_list ON courses_courses (state, starts_on, id);
CREATE INDEX courses_courses_title ON courses_courses (title, id);
CREATE INDEX courses_courses_starts ON courses_courses (starts_on, id);
CREATE INDEX courses_courses_ends ON courses_courses (ends_on, id);

CREATE TABLE courses_course_teachers (
  course_id  INTEGER NOT NULL,
  teacher_id INTEGER NOT NULL,
  PRIMARY KEY (course_id, teacher_id),
  FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE,
  FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) STRICT;
CREATE INDEX courses_course_teachers_teacher ON courses_course_teachers (teacher_id, course_id);

-- A lesson each week while the course lasts. 0 is Monday. Without a hall of its own it is in the course's; without a
-- teacher all of the course's teachers give it.
CREATE TABLE courses_weekly_times (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version      INTEGER NOT NULL DEFAULT 1,
  course_id    INTEGER NOT NULL,
  weekday      INTEGER NOT NULL,
  from_minute  INTEGER NOT NULL,
  until_minute INTEGER NOT NULL,
  hall_id      INTEGER NULL,
  teacher_id   INTEGER NULL,
  FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE,
  FOREIGN KEY (hall_id) REFERENCES courses_halls (id),
  FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) STRICT;
CREATE INDEX courses_weekly_times_course ON courses_weekly_times (course_id, weekday, from_minute);

-- Days without lessons, the whole school's.
CREATE TABLE courses_holidays (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version   INTEGER NOT NULL DEFAULT 1,
  title     TEXT    NOT NULL,
  starts_on TEXT    NOT NULL,
  ends_on   TEXT    NOT NULL
) STRICT;
CREATE INDEX courses_holidays_starts ON courses_holidays (starts_on, id);

-- Every single lesson. Those of a weekly time have its id and the day that it gave them (`planned_on`), by which they are
-- found again when the times change; `by_hand`: somebody moved, cancelled or added it, so planning leaves it alone.
-- `sequence` grows with every change of its time, place or state.
CREATE TABLE courses_lessons (
  id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL DEFAULT 1,
  course_id  INTEGER NOT NULL,
  weekly_id  INTEGER NULL,
  planned_on TEXT    NOT NULL,
  starts_at  INTEGER NOT NULL,
  ends_at    INTEGER NOT NULL,
  hall_id    INTEGER NULL,
  teacher_id INTEGER NULL,
  cancelled  INTEGER NOT NULL DEFAULT 0,
  by_hand    INTEGER NOT NULL DEFAULT 0,
  note       TEXT    NOT NULL DEFAULT '',
  sequence   INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE,
  FOREIGN KEY (weekly_id) REFERENCES courses_weekly_times (id) ON DELETE SET NULL,
  FOREIGN KEY (hall_id) REFERENCES courses_halls (id),
  FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) STRICT;
CREATE UNIQUE INDEX courses_lessons_planned ON courses_lessons (weekly_id, planned_on);
CREATE INDEX courses_lessons_course ON courses_lessons (course_id, starts_at);
CREATE INDEX courses_lessons_starts ON courses_lessons (starts_at, id);
CREATE INDEX courses_lessons_hall ON courses_lessons (hall_id, starts_at);
CREATE INDEX courses_lessons_teacher ON courses_lessons (teacher_id, starts_at);

-- A row for each student, teacher, hall and course about whom a clash is being looked for: whoever is going to check and
-- then write raises its number first, and so waits for whoever did it before him ("student/7", "hall/3").
CREATE TABLE courses_turns (
  subject TEXT    NOT NULL PRIMARY KEY,
  number  INTEGER NOT NULL DEFAULT 0
) STRICT;
