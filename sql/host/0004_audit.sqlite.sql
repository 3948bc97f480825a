-- What was changed, by whom and when. Rows are only ever added. Times are microseconds since 1970, UTC.
CREATE TABLE host_audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  action TEXT NOT NULL,
  record TEXT NOT NULL,
  record_id INTEGER NOT NULL,
  CONSTRAINT host_audit_actor CHECK (actor_kind IN ('anonymous', 'person', 'device', 'console'))
);

CREATE INDEX host_audit_record ON host_audit (record, record_id, id);

-- The values of an entry, in their order. Those about a person are emptied when the person is erased; the rows
-- stay, so that one sees that there was something.
CREATE TABLE host_audit_values (
  audit_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  field TEXT NOT NULL,
  old_value TEXT NOT NULL,
  new_value TEXT NOT NULL,
  person INTEGER NULL,
  PRIMARY KEY (audit_id, position),
  CONSTRAINT host_audit_values_entry FOREIGN KEY (audit_id) REFERENCES host_audit (id)
) WITHOUT ROWID;

CREATE INDEX host_audit_values_person ON host_audit_values (person);
