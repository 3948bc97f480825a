-- In these orders administrators look through accounts and their journal.
CREATE INDEX accounts_users_name ON accounts_users (name, id);
CREATE INDEX accounts_users_full_name ON accounts_users (full_name, id);
CREATE INDEX accounts_users_created ON accounts_users (created_at, id);
CREATE INDEX accounts_journal_event ON accounts_journal (event, at, id);
