-- What was changed, by whom and when. Rows are only ever added. Times are microseconds since 1970, UTC.
CREATE TABLE host_audit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_kind VARBINARY(10) NOT NULL,
  actor_id BIGINT NOT NULL,
  action VARBINARY(100) NOT NULL,
  record VARBINARY(100) NOT NULL,
  record_id BIGINT NOT NULL,
  CONSTRAINT host_audit_actor CHECK (actor_kind IN ('anonymous', 'person', 'device', 'console'))
) ENGINE = InnoDB;

CREATE INDEX host_audit_record ON host_audit (record, record_id, id);

-- The values of an entry, in their order. Those about a person are emptied when the person is erased; the rows
-- stay, so that one sees that there was something.
CREATE TABLE host_audit_values (
  audit_id BIGINT NOT NULL,
  position INT NOT NULL,
  field VARBINARY(100) NOT NULL,
  old_value MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  new_value MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  person BIGINT NULL,
  PRIMARY KEY (audit_id, position),
  CONSTRAINT host_audit_values_entry FOREIGN KEY (audit_id) REFERENCES host_audit (id)
) ENGINE = InnoDB;

CREATE INDEX host_audit_values_person ON host_audit_values (person);
