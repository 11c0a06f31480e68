-- De-duplication of the supplier master.

-- The supplier that this one was merged into, which itself is never merged into another.
ALTER TABLE suppliers ADD COLUMN merged_into BLOB;
CREATE INDEX suppliers_by_merge ON suppliers (merged_into) WHERE merged_into IS NOT NULL;

-- What the last search proposed to merge and nobody has settled yet.
CREATE TABLE supplier_duplicates (
    id BLOB PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    -- Most probable first.
    place INTEGER NOT NULL,
    probability REAL NOT NULL,
    suppliers TEXT NOT NULL,
    pairs TEXT NOT NULL,
    row_version INTEGER NOT NULL,
    found_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX supplier_duplicates_by_place ON supplier_duplicates (organization_id, place);

-- Suppliers that a person said are two; the one with the smaller id first.
CREATE TABLE supplier_distinctions (
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    first_id BLOB NOT NULL,
    second_id BLOB NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (organization_id, first_id, second_id)
) STRICT, WITHOUT ROWID;
