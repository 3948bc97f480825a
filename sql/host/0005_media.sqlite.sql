-- Stored files and who uses them. Times are microseconds since 1970, UTC. `due_at` is when a file may be
-- looked at for removal: a while after it was stored, or when a use of it ended; NULL while it is used.
-- `touched` grows with whatever changes here, so that a removal notices what happened since it looked.
-- A row that is doomed can no longer be used: its file goes next, then the row.
CREATE TABLE host_media (
  name TEXT NOT NULL PRIMARY KEY,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  due_at INTEGER NULL,
  touched INTEGER NOT NULL,
  state TEXT NOT NULL,
  CONSTRAINT host_media_state CHECK (state IN ('kept', 'doomed'))
);

CREATE INDEX host_media_due ON host_media (due_at);

CREATE TABLE host_media_uses (
  kind TEXT NOT NULL,
  record INTEGER NOT NULL,
  variant TEXT NOT NULL,
  media TEXT NOT NULL,
  PRIMARY KEY (kind, record, variant),
  CONSTRAINT host_media_uses_media FOREIGN KEY (media) REFERENCES host_media (name)
);

CREATE INDEX host_media_uses_of ON host_media_uses (media);
