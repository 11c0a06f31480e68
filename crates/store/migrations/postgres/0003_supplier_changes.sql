-- The order in which suppliers changed, by which every index of them knows what it has not yet seen.

-- The number of the last change of each organization. Who changes suppliers holds the row until the commit, so that the
-- numbers become visible in their order.
CREATE TABLE supplier_changes (
    organization_id UUID PRIMARY KEY,
    last_number BIGINT NOT NULL
);

-- The number of the change that made the supplier what it is; several may share one.
ALTER TABLE suppliers ADD COLUMN change_number BIGINT NOT NULL DEFAULT 1;
INSERT INTO supplier_changes (organization_id, last_number) SELECT DISTINCT organization_id, 1 FROM suppliers;
CREATE INDEX suppliers_by_number ON suppliers (organization_id, change_number, id);
