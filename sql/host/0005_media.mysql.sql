-- Stored files and who uses them. Times are microseconds since 1970, UTC. `due_at` is when a file may be
-- looked at for removal: a while after it was stored, or when a use of it ended; NULL while it is used.
-- `touched` grows with whatever changes here, so that a removal notices what happened since it looked.
-- A row that is doomed can no longer be used: its file goes next, then the row.
CREATE TABLE host_media (
  name VARBINARY(90) NOT NULL PRIMARY KEY,
  content_type VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  size BIGINT NOT NULL,
  stored_at BIGINT NOT NULL,
  due_at BIGINT NULL,
  touched BIGINT NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CONSTRAINT host_media_state CHECK (state IN ('kept', 'doomed'))
) ENGINE = InnoDB;

CREATE INDEX host_media_due ON host_media (due_at);

CREATE TABLE host_media_uses (
  kind VARBINARY(100) NOT NULL,
  record BIGINT NOT NULL,
  variant VARBINARY(60) NOT NULL,
  media VARBINARY(90) NOT NULL,
  PRIMARY KEY (kind, record, variant),
  KEY host_media_uses_of (media),
  CONSTRAINT host_media_uses_media FOREIGN KEY (media) REFERENCES host_media (name)
) ENGINE = InnoDB;
