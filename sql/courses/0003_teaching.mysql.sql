-- What happens around the lessons: who came, what was written to a course, calendars, mails.

-- `state`: present, late, absent, excused.
CREATE TABLE courses_attendance (
  lesson_id    BIGINT        NOT NULL,
  enrolment_id BIGINT        NOT NULL,
  state        VARBINARY(10) NOT NULL,
  marked_at    BIGINT        NOT NULL,
  marked_by    BIGINT        NULL,
  PRIMARY KEY (lesson_id, enrolment_id),
  KEY courses_attendance_enrolment (enrolment_id),
  CONSTRAINT courses_attendance_lesson FOREIGN KEY (lesson_id) REFERENCES courses_lessons (id) ON DELETE CASCADE,
  CONSTRAINT courses_attendance_enrolment_fk FOREIGN KEY (enrolment_id) REFERENCES courses_enrolments (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE courses_messages (
  id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  course_id  BIGINT        NOT NULL,
  author_id  BIGINT        NULL,
  subject    VARCHAR(200)  NOT NULL,
  body       VARCHAR(5000) NOT NULL,
  recipients BIGINT        NOT NULL,
  sent_at    BIGINT        NOT NULL,
  KEY courses_messages_course (course_id, sent_at),
  CONSTRAINT courses_messages_course_fk FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The secret part of a personal calendar's address: its hash to find it by, and sealed to show it again.
CREATE TABLE courses_feeds (
  user_id    BIGINT         NOT NULL PRIMARY KEY,
  token_hash VARBINARY(64)  NOT NULL,
  sealed     VARBINARY(300) NOT NULL,
  created_at BIGINT         NOT NULL,
  UNIQUE KEY courses_feeds_token (token_hash)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Kinds of mails that somebody does not want.
CREATE TABLE courses_mails_off (
  user_id BIGINT        NOT NULL,
  kind    VARBINARY(20) NOT NULL,
  PRIMARY KEY (user_id, kind)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Of which lessons somebody was reminded.
CREATE TABLE courses_reminders (
  lesson_id BIGINT NOT NULL,
  user_id   BIGINT NOT NULL,
  sent_at   BIGINT NOT NULL,
  PRIMARY KEY (lesson_id, user_id),
  KEY courses_reminders_sent (sent_at),
  CONSTRAINT courses_reminders_lesson FOREIGN KEY (lesson_id) REFERENCES courses_lessons (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What was changed of a course and has not been told to its students yet: told in one mail a few minutes later.
CREATE TABLE courses_changes (
  course_id  BIGINT NOT NULL PRIMARY KEY,
  first_at   BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  details    VARCHAR(4000) NOT NULL DEFAULT '',
  CONSTRAINT courses_changes_course FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Which rooms' keys are open to which teachers for lessons: what was asked of the key cabinet, to ask only for what has
-- changed since. A lesson that is gone is still here until its key is closed, so nothing refers to it.
CREATE TABLE courses_open_keys (
  lesson_id  BIGINT NOT NULL,
  teacher_id BIGINT NOT NULL,
  user_id    BIGINT NOT NULL,
  room_id    BIGINT NOT NULL,
  from_at    BIGINT NOT NULL,
  until_at   BIGINT NOT NULL,
  PRIMARY KEY (lesson_id, teacher_id),
  KEY courses_open_keys_until (until_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
