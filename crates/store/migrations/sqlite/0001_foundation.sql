-- The foundation: tenants, people, reference data, suppliers, payee files, review, jobs, events.
--
-- The same tables as for PostgreSQL. Ids are 16-byte blobs, times are RFC 3339 text in UTC (which sorts by time),
-- JSON is text, booleans are 0 and 1. Tables are STRICT, so that a value of the wrong kind is refused, and small rows
-- live in the primary key's tree itself (WITHOUT ROWID).

CREATE TABLE organizations (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE locations (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    row_version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (organization_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE commodities (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    gl_code TEXT NOT NULL,
    row_version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (organization_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_sign_in_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
    user_id BLOB NOT NULL REFERENCES users (id),
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    role TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (user_id, organization_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_organization ON memberships (organization_id, user_id);

CREATE TABLE one_time_tokens (
    token_hash BLOB PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id BLOB REFERENCES users (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_tokens_by_user ON one_time_tokens (user_id);

CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    user_id BLOB REFERENCES users (id),
    data TEXT NOT NULL,
    ip TEXT,
    user_agent TEXT,
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL UNIQUE,
    secret_hash BLOB NOT NULL,
    preset TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_by_organization ON api_keys (organization_id, id);

CREATE TABLE settings (
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (organization_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    key TEXT NOT NULL,
    method_path TEXT NOT NULL,
    response TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (organization_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE events (
    id BLOB PRIMARY KEY,
    organization_id BLOB,
    seq INTEGER,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    entity_name TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    ip TEXT,
    user_agent TEXT,
    request_id TEXT,
    changes TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    prev_hash BLOB,
    hash BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_organization ON events (organization_id, id);
CREATE INDEX events_by_entity ON events (organization_id, entity, entity_id, id);

CREATE TABLE jobs (
    id BLOB PRIMARY KEY,
    organization_id BLOB REFERENCES organizations (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    status TEXT NOT NULL,
    priority INTEGER NOT NULL,
    -- run_at less what the priority is worth; the queue runs in this order.
    ranked_at TEXT NOT NULL,
    run_at TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    -- Goes up with each claim; only who holds the latest may write.
    lease_token INTEGER NOT NULL,
    leased_until TEXT,
    worker TEXT,
    progress REAL NOT NULL,
    checkpoint TEXT,
    unique_key TEXT,
    -- Enqueued anew while it ran: goes back to the queue when it is done.
    run_again INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL,
    last_error TEXT,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
) STRICT;
CREATE INDEX jobs_waiting ON jobs (ranked_at, id) WHERE status = 'queued';
CREATE INDEX jobs_leased ON jobs (leased_until) WHERE status = 'running';
CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key) WHERE status IN ('queued', 'running');
CREATE INDEX jobs_by_organization ON jobs (organization_id, id);
CREATE INDEX jobs_by_status ON jobs (organization_id, status, id);

CREATE TABLE uploads (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    file_name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    received_bytes INTEGER NOT NULL,
    document_id BLOB,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_age ON uploads (updated_at);

CREATE TABLE documents (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_by_hash ON documents (organization_id, sha256, id);

CREATE TABLE column_mappings (
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    purpose TEXT NOT NULL,
    header_key TEXT NOT NULL,
    mapping TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (organization_id, purpose, header_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE suppliers (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL,
    external_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    aliases TEXT NOT NULL,
    address TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    postcode TEXT NOT NULL,
    country TEXT NOT NULL,
    tax_id TEXT NOT NULL,
    vat_id TEXT NOT NULL,
    iban TEXT NOT NULL,
    status TEXT NOT NULL,
    row_version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX suppliers_external_id ON suppliers (organization_id, external_id) WHERE external_id <> '';
CREATE INDEX suppliers_by_name ON suppliers (organization_id, name_key, id);
CREATE INDEX suppliers_by_change ON suppliers (organization_id, updated_at, id);

CREATE TABLE supplier_imports (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    document_id BLOB NOT NULL REFERENCES documents (id),
    file_name TEXT NOT NULL,
    mapping TEXT,
    status TEXT NOT NULL,
    done_rows INTEGER NOT NULL,
    total_rows INTEGER,
    -- For the speed of the current run: where and when it began.
    run_started_at TEXT,
    run_started_rows INTEGER NOT NULL,
    created_count INTEGER NOT NULL,
    updated_count INTEGER NOT NULL,
    unchanged_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL,
    failure TEXT,
    job_id BLOB,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX supplier_imports_by_organization ON supplier_imports (organization_id, id);

-- Rows of an import or a payee file (the owner) that could not be taken.
CREATE TABLE row_problems (
    organization_id BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    row_number INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (owner_id, row_number, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE payee_files (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    document_id BLOB NOT NULL REFERENCES documents (id),
    file_name TEXT NOT NULL,
    mapping TEXT,
    headers TEXT NOT NULL,
    status TEXT NOT NULL,
    done_rows INTEGER NOT NULL,
    total_rows INTEGER,
    run_started_at TEXT,
    run_started_rows INTEGER NOT NULL,
    business_count INTEGER NOT NULL,
    individual_count INTEGER NOT NULL,
    government_count INTEGER NOT NULL,
    unknown_count INTEGER NOT NULL,
    match_count INTEGER NOT NULL,
    review_count INTEGER NOT NULL,
    none_count INTEGER NOT NULL,
    open_review_count INTEGER NOT NULL,
    -- Rows whose type or supplier a person settled.
    person_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL,
    failure TEXT,
    same_as BLOB,
    job_id BLOB,
    engine_versions TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX payee_files_by_organization ON payee_files (organization_id, id);
CREATE INDEX payee_files_by_document ON payee_files (document_id);

CREATE TABLE payees (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL,
    payee_file_id BLOB NOT NULL,
    row_number INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    amount_minor INTEGER,
    currency TEXT NOT NULL,
    payee_type TEXT NOT NULL,
    p_business REAL NOT NULL,
    p_individual REAL NOT NULL,
    p_government REAL NOT NULL,
    type_confidence REAL NOT NULL,
    subtype TEXT,
    reason TEXT NOT NULL,
    supplier_id BLOB,
    match_probability REAL NOT NULL,
    grade TEXT NOT NULL,
    decision TEXT NOT NULL,
    type_decided_by TEXT NOT NULL,
    match_decided_by TEXT NOT NULL,
    -- The last decision of a person that changed the row, or the one that is remembered.
    decision_id BLOB,
    in_review INTEGER NOT NULL,
    row_version INTEGER NOT NULL,
    -- The row as it stands in the file, long cells cut; what the engines saw follows from it and the file's mapping.
    cells TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX payees_by_row ON payees (payee_file_id, row_number);
CREATE INDEX payees_by_name ON payees (payee_file_id, name_key, row_number);
CREATE INDEX payees_by_type_confidence ON payees (payee_file_id, type_confidence, row_number);
CREATE INDEX payees_by_match_probability ON payees (payee_file_id, match_probability, row_number);

CREATE TABLE review_items (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL,
    payee_file_id BLOB NOT NULL,
    payee_id BLOB NOT NULL UNIQUE,
    -- Why it is here.
    type_unclear INTEGER NOT NULL,
    supplier_ambiguous INTEGER NOT NULL,
    supplier_unsure INTEGER NOT NULL,
    escalated INTEGER NOT NULL,
    -- The expected loss; the most urgent first.
    priority REAL NOT NULL,
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    leased_by BLOB,
    leased_until TEXT,
    -- Who decided, postponed or escalated it last.
    changed_by TEXT NOT NULL,
    row_version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    decided_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX review_items_queue ON review_items (organization_id, status, priority DESC, id);
CREATE INDEX review_items_by_file ON review_items (payee_file_id, status, priority DESC, id);

CREATE TABLE decisions (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    payee_file_id BLOB NOT NULL REFERENCES payee_files (id),
    payee_id BLOB NOT NULL,
    payee_name TEXT NOT NULL,
    decided_by BLOB,
    actor_name TEXT NOT NULL,
    summary TEXT NOT NULL,
    verdict TEXT NOT NULL,
    affected_count INTEGER NOT NULL,
    -- Review items that it settled.
    settled_count INTEGER NOT NULL,
    spent_ms INTEGER,
    idempotency_key TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    undone_at TEXT,
    UNIQUE (organization_id, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_by_person ON decisions (organization_id, decided_by, decided_at);
CREATE INDEX decisions_by_file ON decisions (payee_file_id, id);

-- What a decision changed, as it was before.
CREATE TABLE decision_rows (
    decision_id BLOB NOT NULL,
    payee_id BLOB NOT NULL,
    payee_type TEXT NOT NULL,
    type_confidence REAL NOT NULL,
    subtype TEXT,
    reason TEXT NOT NULL,
    supplier_id BLOB,
    match_probability REAL NOT NULL,
    grade TEXT NOT NULL,
    decision TEXT NOT NULL,
    type_decided_by TEXT NOT NULL,
    match_decided_by TEXT NOT NULL,
    previous_decision_id BLOB,
    in_review INTEGER NOT NULL,
    -- Of its review item, where it has one.
    review_status TEXT,
    type_unclear INTEGER,
    supplier_ambiguous INTEGER,
    supplier_unsure INTEGER,
    escalated INTEGER,
    PRIMARY KEY (decision_id, payee_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_rows_by_payee ON decision_rows (payee_id);

-- What a person said of a name, for later files. The newest decision counts; undoing it brings the older one back.
CREATE TABLE remembered_verdicts (
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    name_key TEXT NOT NULL,
    payee_type TEXT,
    supplier_id BLOB,
    no_supplier INTEGER NOT NULL,
    decision_id BLOB NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (organization_id, name_key, decision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_verdicts_by_decision ON remembered_verdicts (decision_id);

CREATE TABLE rejected_pairs (
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    name_key TEXT NOT NULL,
    supplier_id BLOB NOT NULL,
    decision_id BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (organization_id, name_key, supplier_id, decision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rejected_pairs_by_decision ON rejected_pairs (decision_id);
