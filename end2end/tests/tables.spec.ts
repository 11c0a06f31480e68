// The large tables: which columns are shown, what is shown as a file, and on paper.

import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { manyPayees } from "../fixtures/files.ts";
import { inspect } from "../fixtures/inspect.ts";
import { expect, open, test } from "../fixtures/test.ts";

test.describe.configure({ mode: "serial" });

const suppliers = `id,name,city,country,tax_id
T-1,Tamarack Tools Inc,Boise,US,82-5550101
T-2,"=HYPERLINK(""x"") Tiles",Reno,US,88-5550102
T-3,Tern Island Ferries Ltd,Oban,GB,
`;

test.beforeAll(async ({ browser, server, adminSession }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: adminSession });
  const upload = async (path: string, name: string, text: string) => {
    const started = await context.request.post(`/api/v1/${path}`, {
      headers: { origin: server.url, "sec-fetch-site": "same-origin" },
      multipart: { file: { name, mimeType: "text/csv", buffer: Buffer.from(text) } },
    });
    expect(started.status()).toBe(202);
    const { id } = await started.json();
    await expect
      .poll(async () => (await (await context.request.get(`/api/v1/${path}/${id}`)).json()).status, { timeout: 90_000 })
      .toBe("done");
  };
  await upload("supplier-imports", "tables.csv", suppliers);
  await upload("payee-files", "tables.csv", "name\nTamarack Tools Inc\nCity of Oban\n");
  await context.close();
});

async function downloaded(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "View as CSV" }).click();
  return readFile(await (await download).path(), "utf8");
}

test("columns are hidden at once and remembered, without a jump on the next load", async ({ signedInPage: page }) => {
  await open(page, "/suppliers");
  const header = page.getByRole("columnheader", { name: "City" });
  await expect(header).toBeVisible();
  await page.getByText("Columns", { exact: true }).click();
  await inspect(page, "columns");
  for (const column of ["City", "Tax id"]) {
    const remembered = page.waitForResponse((response) => response.url().includes("hide_columns"));
    await page.getByRole("checkbox", { name: column }).uncheck();
    await remembered;
  }
  await expect(header).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("checkbox", { name: "City" })).toBeHidden();

  // The page of the server has them hidden already: nothing moves when the browser takes it over.
  const html = await (await page.request.get("/suppliers")).text();
  expect(html).toContain('data-hidden="3 5"');
  await page.reload();
  await expect(header).toBeHidden();
  await expect(page.getByRole("columnheader", { name: "Country" })).toBeVisible();
});

test("the file has the rows, the order and the columns that are seen", async ({ signedInPage: page }) => {
  await open(page, "/suppliers?country=US&q=&sort=external_id");
  const lines = (await downloaded(page)).replace(/^\uFEFF/, "").trim().split("\n");
  expect(lines[0]).toBe("Name,External id,City,Country,Tax id,Status,Changed");
  expect(lines.filter((line) => line.includes(",T-")).map((line) => line.split(",T-")[0])).toEqual([
    "Tamarack Tools Inc",
    `"'=HYPERLINK(""x"") Tiles"`,
  ]);

  await page.context().addCookies([{ name: "hidden_suppliers", value: "city.tax_id.updated", url: page.url() }]);
  await page.reload();
  expect((await downloaded(page)).replace(/^\uFEFF/, "").split("\n")[0]).toBe("Name,External id,Country,Status");
});

test("rows of a file, jobs and events can be taken along too", async ({ signedInPage: page }) => {
  await open(page, "/payee-files");
  await page.getByRole("link", { name: "tables.csv" }).click();
  await page.getByRole("link", { name: /^Government/ }).click();
  await expect(page.getByRole("link", { name: "Tamarack Tools Inc" })).toHaveCount(0);
  const rows = await downloaded(page);
  expect(rows).toContain("City of Oban,government,");
  expect(rows).not.toContain("Tamarack");

  await open(page, "/jobs?status=done");
  await expect(page.getByRole("link", { name: "tables.csv" }), "each job names its file").toHaveCount(2);
  expect(await downloaded(page)).toContain("Import suppliers,");
  await open(page, "/audit?q=tables.csv");
  expect(await downloaded(page)).toContain("supplier_import.done,");
});

test("chosen rows stay chosen on other pages and in another order", async ({ signedInPage: page, server }) => {
  const started = await page.request.post("/api/v1/payee-files", {
    headers: { origin: server.url, "sec-fetch-site": "same-origin" },
    multipart: { file: { name: "sixty.csv", mimeType: "text/csv", buffer: Buffer.from(manyPayees(60)) } },
  });
  expect(started.status()).toBe(202);
  const { id } = await started.json();
  await open(page, `/payee-files/${id}`);
  // The table follows by itself, before or after the file is done.
  await page.getByRole("checkbox", { name: "Choose row 2", exact: true }).check();
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "Next page" }).click();
  await page.getByRole("checkbox", { name: "Choose row 61", exact: true }).check();
  const bar = page.getByRole("region", { name: "Chosen rows" });
  await expect(bar).toContainText("2 rows chosen");
  await page.getByRole("link", { name: "Name", exact: true }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(bar).toContainText("2 rows chosen");
  await page.getByRole("link", { name: "Row", exact: true }).click();
  await expect(page.getByRole("checkbox", { name: "Choose row 2", exact: true })).toBeChecked();
  await bar.getByRole("button", { name: "No supplier" }).click();
  await expect(page.getByRole("dialog")).toContainText("This settles 2 rows");
  await page.getByRole("button", { name: "Back" }).click();

  await page.getByRole("searchbox").fill("Amber");
  await page.keyboard.press("Enter");
  await expect(bar, "another filter is another choice").toBeHidden();
});

test("results and events print without the frame", async ({ signedInPage: page }) => {
  for (const path of ["/payee-files", "/audit"]) {
    await open(page, path);
    if (path === "/payee-files") {
      await page.getByRole("link", { name: "tables.csv" }).click();
      await expect(page).toHaveURL(/\/payee-files\/[0-9a-f-]{36}$/);
      await expect(page.getByRole("region", { name: "Rows of the file" })).toBeVisible();
    }
    await expect(page.getByRole("table").first()).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("table").first()).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Areas" })).toBeHidden();
    await expect(page.getByRole("searchbox")).toBeHidden();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, `${path} fits the sheet`).toBeLessThanOrEqual(0);
    await page.emulateMedia({ media: null });
  }
});
