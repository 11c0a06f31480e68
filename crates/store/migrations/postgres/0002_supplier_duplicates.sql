-- De-duplication of the supplier master.

-- The supplier that this one was merged into, which itself is never merged into another.
ALTER TABLE suppliers ADD COLUMN merged_into UUID;
CREATE INDEX suppliers_by_merge ON suppliers (merged_into) WHERE merged_into IS NOT NULL;

-- What the last search proposed to merge and nobody has settled yet.
CREATE TABLE supplier_duplicates (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    -- Most probable first.
    place BIGINT NOT NULL,
    probability REAL NOT NULL,
    suppliers JSONB NOT NULL,
    pairs JSONB NOT NULL,
    row_version BIGINT NOT NULL,
    found_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX supplier_duplicates_by_place ON supplier_duplicates (organization_id, place);

-- Suppliers that a person said are two; the one with the smaller id first.
CREATE TABLE supplier_distinctions (
    organization_id UUID NOT NULL REFERENCES organizations (id),
    first_id UUID NOT NULL,
    second_id UUID NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organization_id, first_id, second_id)
);
