// Duplicate suppliers from the search to the merged supplier, and those that are not duplicates.

import { inspect } from "../fixtures/inspect.ts";
import { expect, open, test } from "../fixtures/test.ts";

const suppliersCsv = `id,name,address,city,state,postcode,country,tax_id,iban
D-1,Tidewater Rope Company,12 Mill Road,Dayton,OH,45402,US,31-5550101,
D-2,Tidewater Ropes Co,12 Mill Road,Dayton,OH,45402,US,31-5550101,GB33BUKB20201555555555
D-3,Osprey Canvas Inc,5100 Summit Boulevard,Denver,CO,80216,US,84-5550177,
D-4,Osprey Canvas Inc,5100 Summit Boulevard,Denver,CO,80216,US,,
`;

test.describe.configure({ mode: "serial" });

test("a search proposes suppliers that are probably one", async ({ signedInPage: page }) => {
  await open(page, "/suppliers/imports/new");
  const file = { name: "suppliers.csv", mimeType: "text/csv", buffer: Buffer.from(suppliersCsv) };
  await page.getByLabel("Choose files").setInputFiles(file);
  await page.getByRole("link", { name: /columns/i }).click();
  await page.getByRole("button", { name: /import/i }).click();
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 90_000 });

  await open(page, "/suppliers");
  await page.getByRole("link", { name: "Duplicates" }).click();
  await expect(page.getByRole("heading", { name: "Not searched yet" })).toBeVisible();
  await page.getByRole("button", { name: "Find duplicates" }).click();
  await expect(page.getByRole("link", { name: /Tidewater Rope/ })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("link", { name: /Osprey Canvas/ })).toBeVisible();
  await inspect(page, "duplicates");
});

test("what merging does is shown before it is done", async ({ signedInPage: page }) => {
  await open(page, "/suppliers/duplicates");
  await page.getByRole("link", { name: /Tidewater Rope/ }).click();
  const table = page.getByRole("region", { name: "The suppliers, field by field" });
  await table.getByRole("link", { name: "Leave out Tidewater Rope Company D-1" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Include at least one supplier to merge.")).toBeVisible();
  await expect(table.getByRole("link", { name: "Include Tidewater Rope Company D-1" })).toBeFocused();
  await page.keyboard.press("Enter");
  await table.getByRole("link", { name: "Keep Tidewater Rope Company D-1" }).focus();
  await page.keyboard.press("Enter");
  await expect(table.getByRole("link", { name: "Kept: Tidewater Rope Company D-1" })).toBeFocused();
  await expect(table.getByRole("link", { name: "Keep Tidewater Ropes Co D-2" })).toBeVisible();
  await expect(table.getByRole("row", { name: /^IBAN/ }).getByRole("insertion")).toHaveText("GB33BUKB20201555555555");
  await inspect(page, "duplicate");

  await page.getByRole("button", { name: "Merge" }).click();
  const dialog = page.getByRole("dialog", { name: "Merge" });
  await expect(dialog).toContainText("Tidewater Ropes Co (D-2) becomes part of Tidewater Rope Company (D-1)");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(page.getByRole("heading", { name: "Tidewater Rope Company", level: 1 })).toBeVisible();
  await expect(page.getByText("Tidewater Ropes Co", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("GB33BUKB20201555555555").first()).toBeVisible();
});

test("a merged supplier leads to the one that was kept, and its name finds that one", async ({ signedInPage: page }) => {
  await open(page, "/suppliers?status=merged");
  await page.getByRole("link", { name: "Tidewater Ropes Co", exact: true }).click();
  await expect(page.getByText("This supplier was merged into another one")).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await inspect(page, "supplier-merged");
  await open(page, `${page.url()}/edit`);
  await expect(page.getByText("This supplier was merged into another one")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save supplier" })).toHaveCount(0);
  await page.getByRole("link", { name: "Show the supplier that was kept" }).click();
  await expect(page.getByRole("heading", { name: "Tidewater Rope Company", level: 1 })).toBeVisible();
  await open(page, "/suppliers?q=Tidewater+Ropes+Co");
  await expect(page.getByRole("link", { name: /Tidewater Rope/ })).toHaveText(["Tidewater Rope Company"]);
});

test("what is no duplicate is not proposed again", async ({ signedInPage: page }) => {
  await open(page, "/suppliers/duplicates");
  await page.getByRole("link", { name: /Osprey Canvas/ }).click();
  await page.getByRole("button", { name: "Not duplicates" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Not duplicates" }).click();
  await expect(page.getByRole("heading", { name: "Duplicate suppliers" })).toBeVisible();
  await expect(page.getByRole("link", { name: /Osprey Canvas/ })).toHaveCount(0);
  const started = page.waitForResponse((response) => response.url().includes("find_supplier_duplicates"));
  await page.getByRole("button", { name: "Find duplicates" }).click();
  await started;
  await open(page, "/jobs");
  await expect(page.getByRole("row", { name: /Find duplicate suppliers/ }).filter({ hasText: "Done" })).toHaveCount(2, { timeout: 90_000 });
  await open(page, "/suppliers/duplicates");
  await expect(page.getByRole("heading", { name: "Duplicate suppliers" })).toBeVisible();
  await expect(page.getByRole("link", { name: /Osprey Canvas|Tidewater/ })).toHaveCount(0);
});
