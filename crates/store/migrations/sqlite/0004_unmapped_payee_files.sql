-- A payee file of which no column holds the name has failed and says so, where it waited in a state of its own.
UPDATE payee_files SET status = 'failed', failure = 'No column holds the name. Map the columns and start it again'
WHERE status = 'awaiting_mapping';
