-- Looking through the audit log: the newest first, by who, by action and by kind of record.
CREATE INDEX host_audit_time ON host_audit (at, id);
CREATE INDEX host_audit_actor ON host_audit (actor_kind, actor_id, at, id);
CREATE INDEX host_audit_action ON host_audit (action, at, id);
CREATE INDEX host_audit_kind ON host_audit (record, at, id);
CREATE INDEX host_audit_of ON host_audit (record, record_id, at, id);
