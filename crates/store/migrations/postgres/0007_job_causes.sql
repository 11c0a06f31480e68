-- Who caused a job and from where, for the events of what it does: the principal and the origin of the request, as JSON.
-- Nothing for jobs enqueued before.
ALTER TABLE jobs ADD COLUMN caused_by JSONB;
