-- Whether a passkey may be copied between devices by its provider: that never changes, and is checked at each sign-in.
ALTER TABLE accounts_passkeys ADD COLUMN backup_eligible INTEGER NOT NULL DEFAULT 0;
