-- What the school teaches: halls, teachers, courses, their weekly times and the lessons that come of them.
-- Times are microseconds since 1970, UTC; dates are texts "2026-11-21" in the school's time zone; minutes are those of a
-- day on the school's wall.
CREATE TABLE courses_halls (
  id      BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version BIGINT       NOT NULL DEFAULT 1,
  name    VARCHAR(100) NOT NULL,
  places  BIGINT       NULL,
  room_id BIGINT       NULL,
  UNIQUE KEY courses_halls_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- `user_id` is the teacher's account, one to one. `room_id` above is a room of the key cabinet.
CREATE TABLE courses_teachers (
  id             BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version        BIGINT         NOT NULL DEFAULT 1,
  full_name      VARCHAR(200)   NOT NULL,
  specialisation VARCHAR(200)   NOT NULL DEFAULT '',
  about          VARCHAR(2000)  NOT NULL DEFAULT '',
  picture        VARBINARY(100) NOT NULL DEFAULT '',
  user_id        BIGINT         NULL,
  UNIQUE KEY courses_teachers_user (user_id),
  KEY courses_teachers_name (full_name, id),
  KEY courses_teachers_specialisation (specialisation, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- `state`: draft (administrators alone see it), published, closed (seen, but nobody enrols any more).
-- `taken`: places of confirmed and offered enrolments; it is only changed by guarded updates, so nothing is oversold.
-- `sequence` grows whenever what its students were told of it changes (RFC 5545, 3.8.7.4).
CREATE TABLE courses_courses (
  id          BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version     BIGINT        NOT NULL DEFAULT 1,
  title       VARCHAR(200)  NOT NULL,
  description VARCHAR(5000) NOT NULL DEFAULT '',
  state       VARBINARY(10) NOT NULL DEFAULT 'draft',
  hall_id     BIGINT        NULL,
  capacity    BIGINT        NOT NULL,
  taken       BIGINT        NOT NULL DEFAULT 0,
  price       VARCHAR(100)  NOT NULL DEFAULT '',
  starts_on   VARBINARY(10) NOT NULL,
  ends_on     VARBINARY(10) NOT NULL,
  personal    TINYINT       NOT NULL DEFAULT 1,
  pair        TINYINT       NOT NULL DEFAULT 1,
  sequence    BIGINT        NOT NULL DEFAULT 0,
  KEY courses_courses_list (state, starts_on, id),
  KEY courses_courses_title (title, id),
  KEY courses_courses_starts (starts_on, id),
  KEY courses_courses_ends (ends_on, id),
  CONSTRAINT courses_courses_hall FOREIGN KEY (hall_id) REFERENCES courses_halls (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE courses_course_teachers (
  course_id  BIGINT NOT NULL,
  teacher_id BIGINT NOT NULL,
  PRIMARY KEY (course_id, teacher_id),
  KEY courses_course_teachers_teacher (teacher_id, course_id),
  CONSTRAINT courses_course_teachers_course FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE,
  CONSTRAINT courses_course_teachers_teacher_fk FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A lesson each week while the course lasts. 0 is Monday. Without a hall of its own it is in the course's; without a
-- teacher all of the course's teachers give it.
CREATE TABLE courses_weekly_times (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version    BIGINT NOT NULL DEFAULT 1,
  course_id  BIGINT NOT NULL,
  weekday    BIGINT NOT NULL,
  from_minute  BIGINT NOT NULL,
  until_minute BIGINT NOT NULL,
  hall_id    BIGINT NULL,
  teacher_id BIGINT NULL,
  KEY courses_weekly_times_course (course_id, weekday, from_minute),
  CONSTRAINT courses_weekly_times_course_fk FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE,
  CONSTRAINT courses_weekly_times_hall FOREIGN KEY (hall_id) REFERENCES courses_halls (id),
  CONSTRAINT courses_weekly_times_teacher FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Days without lessons, the whole school's.
CREATE TABLE courses_holidays (
  id        BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version   BIGINT        NOT NULL DEFAULT 1,
  title     VARCHAR(200)  NOT NULL,
  starts_on VARBINARY(10) NOT NULL,
  ends_on   VARBINARY(10) NOT NULL,
  KEY courses_holidays_starts (starts_on, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Every single lesson. Those of a weekly time have its id and the day that it gave them (`planned_on`), by which they are
-- found again when the times change; `by_hand`: somebody moved, cancelled or added it, so planning leaves it alone.
-- `sequence` grows with every change of its time, place or state.
CREATE TABLE courses_lessons (
  id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version    BIGINT        NOT NULL DEFAULT 1,
  course_id  BIGINT        NOT NULL,
  weekly_id  BIGINT        NULL,
  planned_on VARBINARY(10) NOT NULL,
  starts_at  BIGINT        NOT NULL,
  ends_at    BIGINT        NOT NULL,
  hall_id    BIGINT        NULL,
  teacher_id BIGINT        NULL,
  cancelled  TINYINT       NOT NULL DEFAULT 0,
  by_hand    TINYINT       NOT NULL DEFAULT 0,
  note       VARCHAR(500)  NOT NULL DEFAULT '',
  sequence   BIGINT        NOT NULL DEFAULT 0,
  UNIQUE KEY courses_lessons_planned (weekly_id, planned_on),
  KEY courses_lessons_course (course_id, starts_at),
  KEY courses_lessons_starts (starts_at, id),
  KEY courses_lessons_hall (hall_id, starts_at),
  KEY courses_lessons_teacher (teacher_id, starts_at),
  CONSTRAINT courses_lessons_course_fk FOREIGN KEY (course_id) REFERENCES courses_courses (id) ON DELETE CASCADE,
  CONSTRAINT courses_lessons_weekly FOREIGN KEY (weekly_id) REFERENCES courses_weekly_times (id) ON DELETE SET NULL,
  CONSTRAINT courses_lessons_hall_fk FOREIGN KEY (hall_id) REFERENCES courses_halls (id),
  CONSTRAINT courses_lessons_teacher_fk FOREIGN KEY (teacher_id) REFERENCES courses_teachers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A row for each student, teacher, hall and course about whom a clash is being looked for: whoever is going to check and
-- then write raises its number first, and so waits for whoever did it before him ("student/7", "hall/3").
CREATE TABLE courses_turns (
  subject VARBINARY(40) NOT NULL PRIMARY KEY,
  number  BIGINT        NOT NULL DEFAULT 0
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
