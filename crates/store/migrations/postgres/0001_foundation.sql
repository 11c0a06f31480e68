-- The foundation: tenants, people, reference data, suppliers, payee files, review, jobs, events.
--
-- Text that is sorted or compared is COLLATE "C", so that both databases order it by code point.
-- The tables that take rows by the hundred thousand (suppliers, payees, events, row_problems, decision_rows) have no
-- foreign keys: PostgreSQL checks them row by row, and only the use cases write these tables, in one transaction with
-- the row they belong to.

CREATE TABLE organizations (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    settings JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE locations (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    row_version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organization_id, code)
);

CREATE TABLE commodities (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    gl_code TEXT COLLATE "C" NOT NULL,
    row_version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organization_id, code)
);

CREATE TABLE users (
    id UUID PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    password_hash TEXT,
    status TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_sign_in_at TIMESTAMPTZ
);

CREATE TABLE memberships (
    user_id UUID NOT NULL REFERENCES users (id),
    organization_id UUID NOT NULL REFERENCES organizations (id),
    role TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, organization_id)
);
CREATE INDEX memberships_by_organization ON memberships (organization_id, user_id);

CREATE TABLE one_time_tokens (
    token_hash BYTEA PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id UUID REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX one_time_tokens_by_user ON one_time_tokens (user_id);

CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    user_id UUID REFERENCES users (id),
    data TEXT NOT NULL,
    ip TEXT,
    user_agent TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    name TEXT COLLATE "C" NOT NULL,
    prefix TEXT COLLATE "C" NOT NULL UNIQUE,
    secret_hash BYTEA NOT NULL,
    preset TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX api_keys_by_organization ON api_keys (organization_id, id);

CREATE TABLE settings (
    organization_id UUID NOT NULL REFERENCES organizations (id),
    key TEXT COLLATE "C" NOT NULL,
    value JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organization_id, key)
);

CREATE TABLE idempotency_keys (
    organization_id UUID NOT NULL REFERENCES organizations (id),
    key TEXT COLLATE "C" NOT NULL,
    method_path TEXT NOT NULL,
    response JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organization_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE events (
    id UUID PRIMARY KEY,
    organization_id UUID,
    seq BIGINT,
    kind TEXT COLLATE "C" NOT NULL,
    severity TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    entity_id TEXT COLLATE "C" NOT NULL,
    entity_name TEXT COLLATE "C" NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_name TEXT COLLATE "C" NOT NULL,
    ip TEXT,
    user_agent TEXT,
    request_id TEXT,
    changes JSONB NOT NULL,
    occurred_at TIMESTAMPTZ NOT NULL,
    prev_hash BYTEA,
    hash BYTEA
);
CREATE INDEX events_by_organization ON events (organization_id, id);
CREATE INDEX events_by_entity ON events (organization_id, entity, entity_id, id);

CREATE TABLE jobs (
    id UUID PRIMARY KEY,
    organization_id UUID REFERENCES organizations (id),
    kind TEXT COLLATE "C" NOT NULL,
    payload JSONB NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    priority INTEGER NOT NULL,
    -- run_at less what the priority is worth; the queue runs in this order.
    ranked_at TIMESTAMPTZ NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempt INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    -- Goes up with each claim; only who holds the latest may write.
    lease_token BIGINT NOT NULL,
    leased_until TIMESTAMPTZ,
    worker TEXT,
    progress DOUBLE PRECISION NOT NULL,
    checkpoint JSONB,
    unique_key TEXT COLLATE "C",
    -- Enqueued anew while it ran: goes back to the queue when it is done.
    run_again BOOLEAN NOT NULL,
    cancel_requested BOOLEAN NOT NULL,
    last_error TEXT,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ
);
CREATE INDEX jobs_waiting ON jobs (ranked_at, id) WHERE status = 'queued';
CREATE INDEX jobs_leased ON jobs (leased_until) WHERE status = 'running';
CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key) WHERE status IN ('queued', 'running');
CREATE INDEX jobs_by_organization ON jobs (organization_id, id);
CREATE INDEX jobs_by_status ON jobs (organization_id, status, id);

CREATE TABLE uploads (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    file_name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    received_bytes BIGINT NOT NULL,
    document_id UUID,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX uploads_by_age ON uploads (updated_at);

CREATE TABLE documents (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    size_bytes BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX documents_by_hash ON documents (organization_id, sha256, id);

CREATE TABLE column_mappings (
    organization_id UUID NOT NULL REFERENCES organizations (id),
    purpose TEXT COLLATE "C" NOT NULL,
    header_key TEXT COLLATE "C" NOT NULL,
    mapping JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organization_id, purpose, header_key)
);

CREATE TABLE suppliers (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    aliases JSONB NOT NULL,
    address TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    postcode TEXT NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    tax_id TEXT NOT NULL,
    vat_id TEXT NOT NULL,
    iban TEXT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    row_version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX suppliers_external_id ON suppliers (organization_id, external_id) WHERE external_id <> '';
CREATE INDEX suppliers_by_name ON suppliers (organization_id, name_key, id);
CREATE INDEX suppliers_by_change ON suppliers (organization_id, updated_at, id);

CREATE TABLE supplier_imports (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    document_id UUID NOT NULL REFERENCES documents (id),
    file_name TEXT NOT NULL,
    mapping JSONB,
    status TEXT COLLATE "C" NOT NULL,
    done_rows BIGINT NOT NULL,
    total_rows BIGINT,
    -- For the speed of the current run: where and when it began.
    run_started_at TIMESTAMPTZ,
    run_started_rows BIGINT NOT NULL,
    created_count BIGINT NOT NULL,
    updated_count BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    error_count BIGINT NOT NULL,
    failure TEXT,
    job_id UUID,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ
);
CREATE INDEX supplier_imports_by_organization ON supplier_imports (organization_id, id);

-- Rows of an import or a payee file (the owner) that could not be taken.
CREATE TABLE row_problems (
    organization_id UUID NOT NULL,
    owner_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    column_name TEXT COLLATE "C" NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (owner_id, row_number, column_name)
);

CREATE TABLE payee_files (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    document_id UUID NOT NULL REFERENCES documents (id),
    file_name TEXT NOT NULL,
    mapping JSONB,
    headers JSONB NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    done_rows BIGINT NOT NULL,
    total_rows BIGINT,
    run_started_at TIMESTAMPTZ,
    run_started_rows BIGINT NOT NULL,
    business_count BIGINT NOT NULL,
    individual_count BIGINT NOT NULL,
    government_count BIGINT NOT NULL,
    unknown_count BIGINT NOT NULL,
    match_count BIGINT NOT NULL,
    review_count BIGINT NOT NULL,
    none_count BIGINT NOT NULL,
    open_review_count BIGINT NOT NULL,
    -- Rows whose type or supplier a person settled.
    person_count BIGINT NOT NULL,
    error_count BIGINT NOT NULL,
    failure TEXT,
    same_as UUID,
    job_id UUID,
    engine_versions TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ
);
CREATE INDEX payee_files_by_organization ON payee_files (organization_id, id);
CREATE INDEX payee_files_by_document ON payee_files (document_id);

CREATE TABLE payees (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL,
    payee_file_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT,
    currency TEXT NOT NULL,
    payee_type TEXT COLLATE "C" NOT NULL,
    p_business REAL NOT NULL,
    p_individual REAL NOT NULL,
    p_government REAL NOT NULL,
    type_confidence REAL NOT NULL,
    subtype TEXT,
    reason TEXT NOT NULL,
    supplier_id UUID,
    match_probability REAL NOT NULL,
    grade TEXT NOT NULL,
    decision TEXT COLLATE "C" NOT NULL,
    type_decided_by TEXT COLLATE "C" NOT NULL,
    match_decided_by TEXT COLLATE "C" NOT NULL,
    -- The last decision of a person that changed the row, or the one that is remembered.
    decision_id UUID,
    in_review BOOLEAN NOT NULL,
    row_version BIGINT NOT NULL,
    -- The row as it stands in the file, long cells cut; what the engines saw follows from it and the file's mapping.
    cells JSONB NOT NULL
);
CREATE UNIQUE INDEX payees_by_row ON payees (payee_file_id, row_number);
CREATE INDEX payees_by_name ON payees (payee_file_id, name_key, row_number);
CREATE INDEX payees_by_type_confidence ON payees (payee_file_id, type_confidence, row_number);
CREATE INDEX payees_by_match_probability ON payees (payee_file_id, match_probability, row_number);

CREATE TABLE review_items (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL,
    payee_file_id UUID NOT NULL,
    payee_id UUID NOT NULL UNIQUE,
    -- Why it is here.
    type_unclear BOOLEAN NOT NULL,
    supplier_ambiguous BOOLEAN NOT NULL,
    supplier_unsure BOOLEAN NOT NULL,
    escalated BOOLEAN NOT NULL,
    -- The expected loss; the most urgent first.
    priority DOUBLE PRECISION NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    note TEXT NOT NULL,
    leased_by UUID,
    leased_until TIMESTAMPTZ,
    -- Who decided, postponed or escalated it last.
    changed_by TEXT NOT NULL,
    row_version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ
);
CREATE INDEX review_items_queue ON review_items (organization_id, status, priority DESC, id);
CREATE INDEX review_items_by_file ON review_items (payee_file_id, status, priority DESC, id);

CREATE TABLE decisions (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    payee_file_id UUID NOT NULL REFERENCES payee_files (id),
    payee_id UUID NOT NULL,
    payee_name TEXT NOT NULL,
    decided_by UUID,
    actor_name TEXT NOT NULL,
    summary TEXT NOT NULL,
    verdict JSONB NOT NULL,
    affected_count BIGINT NOT NULL,
    -- Review items that it settled.
    settled_count BIGINT NOT NULL,
    spent_ms BIGINT,
    idempotency_key TEXT COLLATE "C" NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ,
    UNIQUE (organization_id, idempotency_key)
);
CREATE INDEX decisions_by_person ON decisions (organization_id, decided_by, decided_at);
CREATE INDEX decisions_by_file ON decisions (payee_file_id, id);

-- What a decision changed, as it was before.
CREATE TABLE decision_rows (
    decision_id UUID NOT NULL,
    payee_id UUID NOT NULL,
    payee_type TEXT NOT NULL,
    type_confidence REAL NOT NULL,
    subtype TEXT,
    reason TEXT NOT NULL,
    supplier_id UUID,
    match_probability REAL NOT NULL,
    grade TEXT NOT NULL,
    decision TEXT NOT NULL,
    type_decided_by TEXT NOT NULL,
    match_decided_by TEXT NOT NULL,
    previous_decision_id UUID,
    in_review BOOLEAN NOT NULL,
    -- Of its review item, where it has one.
    review_status TEXT,
    type_unclear BOOLEAN,
    supplier_ambiguous BOOLEAN,
    supplier_unsure BOOLEAN,
    escalated BOOLEAN,
    PRIMARY KEY (decision_id, payee_id)
);
CREATE INDEX decision_rows_by_payee ON decision_rows (payee_id);

-- What a person said of a name, for later files. The newest decision counts; undoing it brings the older one back.
CREATE TABLE remembered_verdicts (
    organization_id UUID NOT NULL REFERENCES organizations (id),
    name_key TEXT COLLATE "C" NOT NULL,
    payee_type TEXT,
    supplier_id UUID,
    no_supplier BOOLEAN NOT NULL,
    decision_id UUID NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    PRIMARY KEY (organization_id, name_key, decision_id)
);
CREATE INDEX remembered_verdicts_by_decision ON remembered_verdicts (decision_id);

CREATE TABLE rejected_pairs (
    organization_id UUID NOT NULL REFERENCES organizations (id),
    name_key TEXT COLLATE "C" NOT NULL,
    supplier_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organization_id, name_key, supplier_id, decision_id)
);
CREATE INDEX rejected_pairs_by_decision ON rejected_pairs (decision_id);
