-- A room's curfew: its keys are due at a minute of the day (`back_by`), or so many minutes after they were taken
-- (`back_after`), whichever comes first; NULL: not.
ALTER TABLE key_cabinet_rooms ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE key_cabinet_rooms ADD COLUMN back_by INTEGER NULL;
ALTER TABLE key_cabinet_rooms ADD COLUMN back_after INTEGER NULL;

-- state: 'in_service', 'lost', 'out_of_service'. A key without a cabinet may be in any.
ALTER TABLE key_cabinet_keys ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE key_cabinet_keys ADD COLUMN state TEXT NOT NULL DEFAULT 'in_service';
ALTER TABLE key_cabinet_keys ADD COLUMN cabinet_id INTEGER NULL REFERENCES key_cabinet_cabinets (id);
ALTER TABLE key_cabinet_keys ADD COLUMN slot INTEGER NULL;
ALTER TABLE key_cabinet_keys ADD COLUMN note TEXT NOT NULL DEFAULT '';
CREATE INDEX key_cabinet_keys_cabinet ON key_cabinet_keys (cabinet_id);

-- blocked: may take nothing, may still bring back. user_id: the account that the holder is, at most one. leaving: the
-- account was erased while keys were out; name and serial go when they are back.
ALTER TABLE key_cabinet_holders ADD COLUMN user_id INTEGER NULL;
ALTER TABLE key_cabinet_holders ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE key_cabinet_holders ADD COLUMN returns_for_others INTEGER NOT NULL DEFAULT 0;
ALTER TABLE key_cabinet_holders ADD COLUMN hands_over INTEGER NOT NULL DEFAULT 0;
ALTER TABLE key_cabinet_holders ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;
ALTER TABLE key_cabinet_holders ADD COLUMN note TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX key_cabinet_holders_user ON key_cabinet_holders (user_id);
CREATE INDEX key_cabinet_holders_fullname ON key_cabinet_holders (fullname, id);

-- Serials that holders had: each was blocked, lost or replaced at `until_at`.
CREATE TABLE key_cabinet_past_serials (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  holder_id INTEGER NOT NULL,
  serial    TEXT    NOT NULL,
  until_at  INTEGER NOT NULL,
  reason    TEXT    NOT NULL DEFAULT '',
  version   INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_past_serials_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE
);
CREATE INDEX key_cabinet_past_serials_serial ON key_cabinet_past_serials (serial, until_at);
CREATE INDEX key_cabinet_past_serials_holder ON key_cabinet_past_serials (holder_id);

CREATE TABLE key_cabinet_key_groups (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name    TEXT    NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_key_groups_name UNIQUE (name)
);
CREATE TABLE key_cabinet_key_group_keys (
  group_id INTEGER NOT NULL,
  key_id   INTEGER NOT NULL,
  PRIMARY KEY (group_id, key_id),
  CONSTRAINT key_cabinet_key_group_keys_group FOREIGN KEY (group_id) REFERENCES key_cabinet_key_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_key_group_keys_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX key_cabinet_key_group_keys_key ON key_cabinet_key_group_keys (key_id, group_id);

CREATE TABLE key_cabinet_holder_groups (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name    TEXT    NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_holder_groups_name UNIQUE (name)
);
CREATE TABLE key_cabinet_holder_group_members (
  group_id  INTEGER NOT NULL,
  holder_id INTEGER NOT NULL,
  PRIMARY KEY (group_id, holder_id),
  CONSTRAINT key_cabinet_holder_group_members_group FOREIGN KEY (group_id) REFERENCES key_cabinet_holder_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_holder_group_members_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX key_cabinet_holder_group_members_holder ON key_cabinet_holder_group_members (holder_id, group_id);

-- When access holds: on those weekdays (bit 0 is Monday) from a minute of the day until another, on the wall of the
-- school's zone; where until is not later than from, into the next day. Dates as text, '' for open ends.
CREATE TABLE key_cabinet_windows (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name         TEXT    NOT NULL,
  weekdays     INTEGER NOT NULL,
  from_minute  INTEGER NOT NULL,
  until_minute INTEGER NOT NULL,
  first_date   TEXT    NOT NULL DEFAULT '',
  last_date    TEXT    NOT NULL DEFAULT '',
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_windows_name UNIQUE (name)
);

-- Who may take what, and when: one of the holder columns, one of the key columns, a window or none (always). The table
-- key_cabinet_access is the same for one holder and one key, always.
CREATE TABLE key_cabinet_grants (
  id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  holder_id       INTEGER NULL,
  holder_group_id INTEGER NULL,
  key_id          INTEGER NULL,
  room_id         INTEGER NULL,
  key_group_id    INTEGER NULL,
  window_id       INTEGER NULL,
  note            TEXT    NOT NULL DEFAULT '',
  version         INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_grants_one_who CHECK ((holder_id IS NULL) + (holder_group_id IS NULL) = 1),
  CONSTRAINT key_cabinet_grants_one_what CHECK ((key_id IS NULL) + (room_id IS NULL) + (key_group_id IS NULL) = 2),
  CONSTRAINT key_cabinet_grants_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_holder_group FOREIGN KEY (holder_group_id) REFERENCES key_cabinet_holder_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_room FOREIGN KEY (room_id) REFERENCES key_cabinet_rooms (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_key_group FOREIGN KEY (key_group_id) REFERENCES key_cabinet_key_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_window FOREIGN KEY (window_id) REFERENCES key_cabinet_windows (id)
);
CREATE INDEX key_cabinet_grants_holder ON key_cabinet_grants (holder_id);
CREATE INDEX key_cabinet_grants_holder_group ON key_cabinet_grants (holder_group_id);
CREATE INDEX key_cabinet_grants_key ON key_cabinet_grants (key_id);
CREATE INDEX key_cabinet_grants_room ON key_cabinet_grants (room_id);
CREATE INDEX key_cabinet_grants_key_group ON key_cabinet_grants (key_group_id);
CREATE INDEX key_cabinet_grants_window ON key_cabinet_grants (window_id);

-- A room is opened to a holder for a time: by an administrator, or for another plugin's record (`source` and
-- `reference`, such as 'courses' and 'lesson/17'), which finds it again by that.
CREATE TABLE key_cabinet_bookings (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  holder_id INTEGER NOT NULL,
  room_id   INTEGER NOT NULL,
  from_at   INTEGER NOT NULL,
  until_at  INTEGER NOT NULL,
  source    TEXT    NOT NULL DEFAULT '',
  reference TEXT    NULL,
  note      TEXT    NOT NULL DEFAULT '',
  version   INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_bookings_reference UNIQUE (source, reference),
  CONSTRAINT key_cabinet_bookings_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_bookings_room FOREIGN KEY (room_id) REFERENCES key_cabinet_rooms (id) ON DELETE CASCADE
);
CREATE INDEX key_cabinet_bookings_holder ON key_cabinet_bookings (holder_id, room_id, until_at);
CREATE INDEX key_cabinet_bookings_room ON key_cabinet_bookings (room_id);
CREATE INDEX key_cabinet_bookings_from ON key_cabinet_bookings (from_at, id);

-- How it went out: 'cabinet', 'code', 'offline', 'handover', 'admin'; how it came back: 'cabinet', 'offline',
-- 'handover', 'admin', 'superseded' (another cabinet gave the key out, so it must have been back). `returned_by` is who
-- brought it, where that was not the holder. `due_at` is when it has to be back, `alarmed_at` when that was missed and
-- told. `booking_id` is the booking that it was taken for.
ALTER TABLE key_cabinet_loans ADD COLUMN taken_how TEXT NOT NULL DEFAULT 'cabinet';
ALTER TABLE key_cabinet_loans ADD COLUMN returned_how TEXT NULL;
ALTER TABLE key_cabinet_loans ADD COLUMN returned_by INTEGER NULL;
ALTER TABLE key_cabinet_loans ADD COLUMN due_at INTEGER NULL;
ALTER TABLE key_cabinet_loans ADD COLUMN alarmed_at INTEGER NULL;
ALTER TABLE key_cabinet_loans ADD COLUMN booking_id INTEGER NULL;
ALTER TABLE key_cabinet_loans ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX key_cabinet_loans_taken ON key_cabinet_loans (taken_at, id);
