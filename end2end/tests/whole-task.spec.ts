// The whole task as a clerk does it: suppliers in, a payee file in, the doubtful rows settled, the result out.

import { readFile } from "node:fs/promises";

import { inspect } from "../fixtures/inspect.ts";
import { payeesCsv, suppliersCsv } from "../fixtures/files.ts";
import { expect, keepMessages, open, test } from "../fixtures/test.ts";

test.describe.configure({ mode: "serial" });

test("suppliers are imported with their columns recognized", async ({ signedInPage: page }) => {
  await open(page, "/suppliers/imports/new");
  await page.getByLabel("Choose files").setInputFiles({
    name: "suppliers.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(suppliersCsv),
  });
  await page.getByRole("link", { name: /columns/i }).click();
  await expect(page.getByLabel("What the column name holds")).toHaveValue("name");
  await expect(page.getByLabel("What the column tax_id holds")).toHaveValue("tax_id");
  await inspect(page, "import-mapping");
  await page.getByRole("button", { name: /import/i }).click();
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 90_000 });

  await open(page, "/suppliers");
  await expect(page.getByRole("link", { name: "Larkspur Paper Company" })).toBeVisible();
  await page.getByRole("searchbox").fill("Larkspurr Papper");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=Larkspurr/);
  await expect(page.getByRole("link", { name: "Granite Peak Logistics Inc" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Larkspur Paper Company" })).toBeVisible();
});

test("a payee file is uploaded, worked and shown with its outcome", async ({ signedInPage: page }) => {
  await open(page, "/payee-files/new");
  await page.getByLabel("Choose files").setInputFiles({
    name: "vendors.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(payeesCsv),
  });
  await page.getByRole("link", { name: "Check columns and start" }).click();
  await expect(page.getByLabel("What the column Vendor Name holds")).toHaveValue("name");
  await inspect(page, "payee-file-mapping");
  await page.getByRole("button", { name: "Classify and match" }).click();
  await expect(page).toHaveURL(/\/payee-files\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText("1 row left out")).toBeVisible();

  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(row("City of Boise")).toContainText("Government");
  await expect(row("Okafor, Amara J")).toContainText("Individual");
  await expect(row("Larkspur Paper Company")).toContainText("Matched");
  await inspect(page, "payee-file");

  await page.getByRole("link", { name: "City of Boise" }).click();
  const panel = page.getByRole("complementary", { name: "The chosen row" });
  await expect(panel.getByRole("heading", { name: "City of Boise" })).toBeVisible();
  await expect(panel.getByText(/^Government/).first()).toBeVisible();
  await inspect(page, "payee-evidence");
});

test("many rows are decided at once after a preview, and undone", async ({ signedInPage: page }) => {
  await keepMessages(page);
  await open(page, "/payee-files");
  await page.getByRole("link", { name: "vendors.csv" }).click();
  await page.getByRole("link", { name: "Okafor, Amara J" }).click();
  const panel = page.getByRole("complementary", { name: "The chosen row" });
  const says = (type: string) => expect(panel.getByRole("button", { name: type })).toHaveAttribute("aria-disabled", "true");
  await says("Individual");
  const governments = page.getByRole("link", { name: /^Government/ });
  const before = (await governments.textContent()) ?? "";
  await page.getByRole("checkbox", { name: "Choose row 7" }).check();
  await page.getByRole("checkbox", { name: "Choose row 9" }).check();
  const bar = page.getByRole("region", { name: "Chosen rows" });
  await expect(bar).toContainText("2 rows chosen");
  await bar.getByRole("button", { name: "Government" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("This settles 2 rows");
  await expect(dialog).toContainText("Okafor, Amara J");
  await dialog.getByRole("button", { name: "Apply to 2 rows" }).click();
  const table = page.getByRole("region", { name: "Rows of the file" });
  const okafor = table.getByRole("row").filter({ hasText: "Okafor, Amara J" });
  await expect(okafor).toContainText("Government");
  await expect(page.locator(".beside-main"), "the bar is gone, the focus is not").toBeFocused();
  await expect(governments, "the counts follow").not.toHaveText(before);
  await says("Government");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(okafor).toContainText("Individual");
  await expect(governments).toHaveText(before);
  await says("Individual");

  const business = panel.getByRole("button", { name: "Business" });
  await business.click();
  await expect(okafor).toContainText("Business");
  await says("Business");
  await expect(business).toBeFocused();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(okafor).toContainText("Individual");
});

test("the doubtful rows are settled from the keyboard alone", async ({ signedInPage: page }) => {
  await open(page, "/payee-files");
  await page.getByRole("link", { name: "vendors.csv" }).click();
  await page.getByRole("link", { name: /^Review \d+ doubt/ }).click();
  await expect(page).toHaveURL(/\/reviews\?file=/);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toBeVisible();
  await inspect(page, "review");

  const done = page.getByRole("heading", { name: /All done/ });
  const seen: string[] = [];
  const confirm = page.getByRole("button", { name: "Confirm and next" });
  for (;;) {
    await expect(done.or(confirm)).toBeVisible();
    if (await done.isVisible()) break;
    const name = await heading.innerText();
    expect(seen, "no item comes twice").not.toContain(name);
    seen.push(name);
    await page.keyboard.press("Enter");
    // Enter does not choose between suppliers that are nearly as likely.
    const asked = page.getByText("Choose a supplier first");
    await expect(asked.or(heading.filter({ hasNotText: name })).first()).toBeVisible();
    if (await asked.isVisible()) {
      await page.keyboard.press("1");
      await page.keyboard.press("Enter");
    }
    await expect(heading).not.toHaveText(name);
  }
  expect(seen.length).toBeGreaterThan(0);
  await inspect(page, "review-done");

  await page.keyboard.press("h");
  const history = page.getByRole("dialog", { name: "Last ten decisions" });
  await expect(history.getByRole("button", { name: "Undo" }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(heading.filter({ hasText: seen.at(-1) ?? "" })).toBeVisible();
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await expect(done).toBeVisible();
});

test("the export has the original columns and the results behind them", async ({ signedInPage: page }) => {
  await open(page, "/payee-files");
  await page.getByRole("link", { name: "vendors.csv" }).click();
  await page.getByText("Export", { exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV", exact: true }).click();
  const text = await readFile(await (await download).path(), "utf8");
  const lines = text.replace(/^\uFEFF/, "").trim().split(/\r?\n/);
  expect(lines[0]).toBe(
    "Vendor Name,Address,City,State,Country,Amount,payee_type,payee_type_confidence,payee_subtype,reason," +
      "supplier_id,match_probability,grade,decision,decided_by",
  );
  const line = (start: string) => lines.find((candidate) => candidate.startsWith(start)) ?? "";
  expect(line("City of Boise")).toContain(",government,");
  expect(line("Larkspur Paper Company")).toContain(",S-1,");
  expect(text, "a formula is made harmless").toContain(`'=HYPERLINK`);
  expect(lines.filter((candidate) => candidate.includes(",review,")), "every doubt is settled").toEqual([]);
});

test("the audit trail says who did it", async ({ signedInPage: page }) => {
  await open(page, "/audit");
  for (const event of [/Payee file exported vendors.csv Ada Admin/, /Decision undone .* Ada Admin/, /Payee decided .* Ada Admin/]) {
    await expect(page.getByRole("row", { name: event }).first()).toBeVisible();
  }
  await inspect(page, "audit");
});
