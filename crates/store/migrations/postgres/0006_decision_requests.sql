-- What an idempotency key was sent for: SHA-256 of the request. Nothing for decisions made before.
ALTER TABLE decisions ADD COLUMN request_sha256 BYTEA;
