-- Mails on their way out, each a finished message. Times are microseconds since 1970, UTC.
-- `due_at` is when somebody may (again) try to send it; whoever tries moves it into the future first,
-- which is their lease. `attempts` counts the tries and tells an old lease from the present one.
CREATE TABLE host_outbox (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  message_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  recipient VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  message LONGTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempts INT NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  finished_at BIGINT NULL,
  CONSTRAINT host_outbox_message_id UNIQUE (message_id),
  CONSTRAINT host_outbox_state CHECK (state IN ('waiting', 'sent', 'failed'))
) ENGINE = InnoDB;

CREATE INDEX host_outbox_due ON host_outbox (state, due_at);

CREATE INDEX host_outbox_finished ON host_outbox (finished_at);
