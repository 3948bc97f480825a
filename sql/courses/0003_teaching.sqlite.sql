-- What happens around the lessons: who came, what was written to a course, calendars, mails.

-- `state`: present, late, absent, excused.
CREATE TABLE courses_attendance (
  lesson_id    INTEGER NOT NULL,
  enrolment_id INTEGER NOT NULL,
  state        TEXT    NOT NULL,
  marked_at    INTEGER NOT NULL,
  marked_by    INTEGER NULL,
  PRIMARY KEY (lesson_id, enrolment_id),
  FOREIGN KEY (lesson_id) REFERENCES courses_lessons (id) ON DELETE CASCADE,
  FOREIGN KEY (enrolment_id) REFERENCES courses_enrolments (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX courses_attendance_enrolment ON courses_attendance (enrolment_id);

CREATE TABLE courses_messages (
  id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  course_id  INTEGER NOT NULL,
  author_id  INTEGER NULL,
  subject    TEXT    NOT NULL,
  body       TEXT    NOT NULL,
  recipients INTEGER NOT NULL,
  sent_at    INTEGER NOT NULL,
  FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX courses_messages_course ON courses_messages (course_id, sent_at);

-- The secret part of a personal calendar's address: its hash to find it by, and sealed to show it again.
CREATE TABLE courses_feeds (
  user_id    INTEGER NOT NULL PRIMARY KEY,
  token_hash TEXT    NOT NULL,
  sealed     TEXT    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX courses_feeds_token ON courses_feeds (token_hash);

-- Kinds of mails that somebody does not want.
CREATE TABLE courses_mails_off (
  user_id INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  PRIMARY KEY (user_id, kind)
) STRICT;

-- Of which lessons somebody was reminded.
CREATE TABLE courses_reminders (
  lesson_id INTEGER NOT NULL,
  user_id   INTEGER NOT NULL,
  sent_at   INTEGER NOT NULL,
  PRIMARY KEY (lesson_id, user_id),
  FOREIGN KEY (lesson_id) REFERENCES courses_lessons (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX courses_reminders_sent ON courses_reminders (sent_at);

-- What was changed of a course and has not been told to its students yet: told in one mail a few minutes later.
CREATE TABLE courses_changes (
  course_id  INTEGER NOT NULL PRIMARY KEY,
  first_at   INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  details    TEXT    NOT NULL DEFAULT '',
  FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE
) STRICT;

-- Which rooms' keys are open to which teachers for lessons: what was asked of the key cabinet, to ask only for what has
-- changed since. A lesson that is gone is still here until its key is closed, so nothing refers to it.
CREATE TABLE courses_open_keys (
  lesson_id  INTEGER NOT NULL,
  teacher_id INTEGER NOT NULL,
  user_id    INTEGER NOT NULL,
  room_id    INTEGER NOT NULL,
  from_at    INTEGER NOT NULL,
  until_at   INTEGER NOT NULL,
  PRIMARY KEY (lesson_id, teacher_id)
) STRICT;
CREATE INDEX courses_open_keys_until ON courses_open_keys (until_at);
