-- When `sequence` grew last: what calendars show as the time of the last change (RFC 5545, 3.8.7.3). 0: never since.
ALTER TABLE courses_courses ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE courses_lessons ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
