-- Mails on their way out, each a finished message. Times are microseconds since 1970, UTC.
-- `due_at` is when somebody may (again) try to send it; whoever tries moves it into the future first,
-- which is their lease. `attempts` counts the tries and tells an old lease from the present one.
CREATE TABLE host_outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  message TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  finished_at INTEGER NULL,
  CONSTRAINT host_outbox_message_id UNIQUE (message_id),
  CONSTRAINT host_outbox_state CHECK (state IN ('waiting', 'sent', 'failed'))
);

CREATE INDEX host_outbox_due ON host_outbox (state, due_at);

CREATE INDEX host_outbox_finished ON host_outbox (finished_at);
