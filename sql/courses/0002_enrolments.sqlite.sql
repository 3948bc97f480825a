-- Who takes part. One row for each person, so a pair has two with one `pair_id` (the id of the inviter's row).
-- `state`: invited (the partner has not accepted yet; both rows), pending, waiting, offered, confirmed, completed, rejected,
-- cancelled. `open_course` is the course's id while the state is not an end, so that nobody has two at once.
CREATE TABLE courses_enrolments (
  id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version       INTEGER NOT NULL DEFAULT 1,
  course_id     INTEGER NOT NULL,
  open_course   INTEGER NULL,
  user_id       INTEGER NULL,
  teacher_id    INTEGER NOT NULL,
  kind          TEXT    NOT NULL,
  pair_id       INTEGER NULL,
  inviter       INTEGER NOT NULL DEFAULT 0,
  starts_on     TEXT    NOT NULL,
  ends_on       TEXT    NOT NULL,
  state         TEXT    NOT NULL,
  reason        TEXT    NOT NULL DEFAULT '',
  created_at    INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL,
  decided_by    INTEGER NULL,
  queue_place   INTEGER NULL,
  offered_until INTEGER NULL,
  sequence      INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (course_id) REFERENCES courses_courses (id),
  FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) STRICT;
CREATE UNIQUE INDEX courses_enrolments_open ON courses_enrolments (user_id, open_course);
CREATE INDEX courses_enrolments_user ON courses_enrolments (user_id, created_at);
CREATE INDEX courses_enrolments_course ON courses_enrolments (course_id, state, queue_place);
CREATE INDEX courses_enrolments_state ON courses_enrolments (state, created_at, id);
CREATE INDEX courses_enrolments_created ON courses_enrolments (created_at, id);
CREATE INDEX courses_enrolments_teacher ON courses_enrolments (teacher_id, state, created_at);
CREATE INDEX courses_enrolments_ends ON courses_enrolments (state, ends_on);
CREATE INDEX courses_enrolments_offers ON courses_enrolments (state, offered_until);
CREATE INDEX courses_enrolments_pair ON courses_enrolments (pair_id);

-- A confirmed student asks for another teacher, period or course. One open wish for each enrolment (`open_enrolment`).
CREATE TABLE courses_move_requests (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version        INTEGER NOT NULL DEFAULT 1,
  enrolment_id   INTEGER NOT NULL,
  open_enrolment INTEGER NULL,
  course_id      INTEGER NOT NULL,
  teacher_id     INTEGER NOT NULL,
  starts_on      TEXT    NOT NULL,
  ends_on        TEXT    NOT NULL,
  note           TEXT    NOT NULL DEFAULT '',
  state          TEXT    NOT NULL DEFAULT 'pending',
  reason         TEXT    NOT NULL DEFAULT '',
  created_at     INTEGER NOT NULL,
  decided_at     INTEGER NULL,
  decided_by     INTEGER NULL,
  FOREIGN KEY (enrolment_id) REFERENCES courses_enrolments (id) ON DELETE CASCADE,
  FOREIGN KEY (course_id) REFERENCES courses_courses (id),
  FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) STRICT;
CREATE UNIQUE INDEX courses_move_requests_open ON courses_move_requests (open_enrolment);
CREATE INDEX courses_move_requests_enrolment ON courses_move_requests (enrolment_id);
CREATE INDEX courses_move_requests_course ON courses_move_requests (course_id, state);
