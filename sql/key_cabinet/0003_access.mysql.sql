-- A room's curfew: its keys are due at a minute of the day (`back_by`), or so many minutes after they were taken
-- (`back_after`), whichever comes first; NULL: not.
ALTER TABLE key_cabinet_rooms
  ADD COLUMN version    BIGINT NOT NULL DEFAULT 1,
  ADD COLUMN back_by    BIGINT NULL,
  ADD COLUMN back_after BIGINT NULL;

-- state: 'in_service', 'lost', 'out_of_service'. A key without a cabinet may be in any.
ALTER TABLE key_cabinet_keys
  ADD COLUMN version    BIGINT       NOT NULL DEFAULT 1,
  ADD COLUMN state      VARCHAR(16)  NOT NULL DEFAULT 'in_service',
  ADD COLUMN cabinet_id BIGINT       NULL,
  ADD COLUMN slot       BIGINT       NULL,
  ADD COLUMN note       VARCHAR(500) NOT NULL DEFAULT '',
  ADD KEY key_cabinet_keys_cabinet (cabinet_id),
  ADD CONSTRAINT key_cabinet_keys_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id);

-- blocked: may take nothing, may still bring back. user_id: the account that the holder is, at most one. leaving: the
-- account was erased while keys were out; name and serial go when they are back.
ALTER TABLE key_cabinet_holders
  ADD COLUMN user_id            BIGINT       NULL,
  ADD COLUMN blocked            BIGINT       NOT NULL DEFAULT 0,
  ADD COLUMN returns_for_others BIGINT       NOT NULL DEFAULT 0,
  ADD COLUMN hands_over         BIGINT       NOT NULL DEFAULT 0,
  ADD COLUMN leaving            BIGINT       NOT NULL DEFAULT 0,
  ADD COLUMN note               VARCHAR(500) NOT NULL DEFAULT '',
  ADD UNIQUE KEY key_cabinet_holders_user (user_id),
  ADD KEY key_cabinet_holders_fullname (fullname, id);

-- Serials that holders had: each was blocked, lost or replaced at `until_at`.
CREATE TABLE key_cabinet_past_serials (
  id        BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  holder_id BIGINT         NOT NULL,
  serial    VARBINARY(200) NOT NULL,
  until_at  BIGINT         NOT NULL,
  reason    VARCHAR(500)   NOT NULL DEFAULT '',
  version   BIGINT         NOT NULL DEFAULT 1,
  KEY key_cabinet_past_serials_serial (serial, until_at),
  KEY key_cabinet_past_serials_holder (holder_id),
  CONSTRAINT key_cabinet_past_serials_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE key_cabinet_key_groups (
  id      BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name    VARCHAR(100) NOT NULL,
  version BIGINT       NOT NULL DEFAULT 1,
  UNIQUE KEY key_cabinet_key_groups_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
CREATE TABLE key_cabinet_key_group_keys (
  group_id BIGINT NOT NULL,
  key_id   BIGINT NOT NULL,
  PRIMARY KEY (group_id, key_id),
  KEY key_cabinet_key_group_keys_key (key_id, group_id),
  CONSTRAINT key_cabinet_key_group_keys_group FOREIGN KEY (group_id) REFERENCES key_cabinet_key_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_key_group_keys_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE key_cabinet_holder_groups (
  id      BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name    VARCHAR(100) NOT NULL,
  version BIGINT       NOT NULL DEFAULT 1,
  UNIQUE KEY key_cabinet_holder_groups_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
CREATE TABLE key_cabinet_holder_group_members (
  group_id  BIGINT NOT NULL,
  holder_id BIGINT NOT NULL,
  PRIMARY KEY (group_id, holder_id),
  KEY key_cabinet_holder_group_members_holder (holder_id, group_id),
  CONSTRAINT key_cabinet_holder_group_members_group FOREIGN KEY (group_id) REFERENCES key_cabinet_holder_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_holder_group_members_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- When access holds: on those weekdays (bit 0 is Monday) from a minute of the day until another, on the wall of the
-- school's zone; where until is not later than from, into the next day. Dates as text, '' for open ends.
CREATE TABLE key_cabinet_windows (
  id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name         VARCHAR(100) NOT NULL,
  weekdays     BIGINT       NOT NULL,
  from_minute  BIGINT       NOT NULL,
  until_minute BIGINT       NOT NULL,
  first_date   VARCHAR(10)  NOT NULL DEFAULT '',
  last_date    VARCHAR(10)  NOT NULL DEFAULT '',
  version      BIGINT       NOT NULL DEFAULT 1,
  UNIQUE KEY key_cabinet_windows_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Who may take what, and when: one of the holder columns, one of the key columns, a window or none (always). The table
-- key_cabinet_access is the same for one holder and one key, always.
CREATE TABLE key_cabinet_grants (
  id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  holder_id       BIGINT       NULL,
  holder_group_id BIGINT       NULL,
  key_id          BIGINT       NULL,
  room_id         BIGINT       NULL,
  key_group_id    BIGINT       NULL,
  window_id       BIGINT       NULL,
  note            VARCHAR(500) NOT NULL DEFAULT '',
  version         BIGINT       NOT NULL DEFAULT 1,
  KEY key_cabinet_grants_holder (holder_id),
  KEY key_cabinet_grants_holder_group (holder_group_id),
  KEY key_cabinet_grants_key (key_id),
  KEY key_cabinet_grants_room (room_id),
  KEY key_cabinet_grants_key_group (key_group_id),
  KEY key_cabinet_grants_window (window_id),
  CONSTRAINT key_cabinet_grants_one_who CHECK ((holder_id IS NULL) + (holder_group_id IS NULL) = 1),
  CONSTRAINT key_cabinet_grants_one_what CHECK ((key_id IS NULL) + (room_id IS NULL) + (key_group_id IS NULL) = 2),
  CONSTRAINT key_cabinet_grants_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_holder_group FOREIGN KEY (holder_group_id) REFERENCES key_cabinet_holder_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_room FOREIGN KEY (room_id) REFERENCES key_cabinet_rooms (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_key_group FOREIGN KEY (key_group_id) REFERENCES key_cabinet_key_groups (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_grants_window FOREIGN KEY (window_id) REFERENCES key_cabinet_windows (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A room is opened to a holder for a time: by an administrator, or for another plugin's record (`source` and
-- `reference`, such as 'courses' and 'lesson/17'), which finds it again by that.
CREATE TABLE key_cabinet_bookings (
  id        BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  holder_id BIGINT       NOT NULL,
  room_id   BIGINT       NOT NULL,
  from_at   BIGINT       NOT NULL,
  until_at  BIGINT       NOT NULL,
  source    VARCHAR(32)  NOT NULL DEFAULT '',
  reference VARCHAR(64)  NULL,
  note      VARCHAR(500) NOT NULL DEFAULT '',
  version   BIGINT       NOT NULL DEFAULT 1,
  UNIQUE KEY key_cabinet_bookings_reference (source, reference),
  KEY key_cabinet_bookings_holder (holder_id, room_id, until_at),
  KEY key_cabinet_bookings_room (room_id),
  KEY key_cabinet_bookings_from (from_at, id),
  CONSTRAINT key_cabinet_bookings_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_bookings_room FOREIGN KEY (room_id) REFERENCES key_cabinet_rooms (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- How it went out: 'cabinet', 'code', 'offline', 'handover', 'admin'; how it came back: 'cabinet', 'offline',
-- 'handover', 'admin', 'superseded' (another cabinet gave the key out, so it must have been back). `returned_by` is who
-- brought it, where that was not the holder. `due_at` is when it has to be back, `alarmed_at` when that was missed and
-- told. `booking_id` is the booking that it was taken for.
ALTER TABLE key_cabinet_loans
  ADD COLUMN taken_how    VARCHAR(16)  NOT NULL DEFAULT 'cabinet',
  ADD COLUMN returned_how VARCHAR(16)  NULL,
  ADD COLUMN returned_by  BIGINT       NULL,
  ADD COLUMN due_at       BIGINT       NULL,
  ADD COLUMN alarmed_at   BIGINT       NULL,
  ADD COLUMN booking_id   BIGINT       NULL,
  ADD COLUMN reason       VARCHAR(500) NOT NULL DEFAULT '',
  ADD KEY key_cabinet_loans_taken (taken_at, id);
