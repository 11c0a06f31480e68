-- How many suppliers an organization has, of any status: to count a large master takes milliseconds, for each page that says it.
ALTER TABLE supplier_changes ADD COLUMN supplier_count BIGINT NOT NULL DEFAULT 0;
UPDATE supplier_changes SET supplier_count =
    (SELECT COUNT(*) FROM suppliers WHERE suppliers.organization_id = supplier_changes.organization_id);
