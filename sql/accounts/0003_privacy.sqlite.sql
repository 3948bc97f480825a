-- When the privacy text that was accepted at registration had come into force; NULL where there was none.
ALTER TABLE accounts_users ADD COLUMN privacy_accepted_at INTEGER NULL;
