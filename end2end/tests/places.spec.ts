// Where a person is: in a list that they come back to, in the row whose evidence they look at, and with the keyboard.

import type { Page } from "@playwright/test";

import { manyPayees } from "../fixtures/files.ts";
import { payeeFileDone, startPayeeFile } from "../fixtures/payee-files.ts";
import { expect, open, test } from "../fixtures/test.ts";

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** How far down the page is, whatever it is that scrolls. */
const scrolled = (page: Page) =>
  page.evaluate(() => Math.round(Math.max(document.querySelector("main")?.scrollTop ?? 0, window.scrollY)));

for (const [name, viewport] of Object.entries({ desktop, phone })) {
  test(`going back leads to the same place of a list: ${name}`, async ({ signedInPage: page, server }) => {
    const rows = Array.from({ length: 60 }, (_, row) => `B-${row},Backwater Goods ${String(row).padStart(2, "0")} Ltd`);
    const started = await page.request.post("/api/v1/supplier-imports", {
      headers: { origin: server.url, "sec-fetch-site": "same-origin" },
      multipart: { file: { name: "backwater.csv", mimeType: "text/csv", buffer: Buffer.from(`id,name\n${rows.join("\n")}\n`) } },
    });
    const { id } = await started.json();
    await expect
      .poll(async () => (await (await page.request.get(`/api/v1/supplier-imports/${id}`)).json()).status, { timeout: 30_000 })
      .toBe("done");

    await page.setViewportSize(viewport);
    await open(page, "/suppliers");
    const link = page.getByRole("link", { name: /^Backwater Goods 2\d/ }).last();
    await link.evaluate((link) => link.scrollIntoView({ block: "center" }));
    const before = await scrolled(page);
    expect(before).toBeGreaterThan(200);
    await link.click();
    await expect(page).toHaveURL(/\/suppliers\/[0-9a-f-]{36}$/);
    await expect.poll(() => scrolled(page), "a page starts at its top").toBe(0);
    await page.goBack();
    await expect(link).toBeVisible();
    await expect.poll(async () => Math.abs((await scrolled(page)) - before)).toBeLessThanOrEqual(2);
  });

  test(`evidence leaves its row in view, and gives the focus back to it: ${name}`, async ({ signedInPage: page, server }) => {
    const id = await startPayeeFile(page.request, server.url, `evidence-${name}.csv`, manyPayees(48));
    await payeeFileDone(page.request, id);
    await page.setViewportSize(viewport);
    await open(page, `/payee-files/${id}`);
    const link = page.getByRole("table").getByRole("link").nth(44);
    const panel = page.getByRole("complementary", { name: "The chosen row" });
    for (const close of ["cross", "Escape"]) {
      await link.click();
      await expect(panel.getByRole("heading").first()).toBeInViewport();
      await expect(link).toBeInViewport();
      if (close === "cross") await panel.getByRole("link", { name: "Close" }).click();
      else await page.keyboard.press("Escape");
      await expect(panel).toHaveCount(0);
      await expect(link).toBeInViewport();
      await expect(link).toBeFocused();
    }
  });
}

test("a dialog starts at its heading, and a message that goes leaves the focus in the page", async ({ signedInPage: page, server }) => {
  const id = await startPayeeFile(page.request, server.url, "focus.csv", manyPayees(3));
  await payeeFileDone(page.request, id);
  await open(page, `/payee-files/${id}`);
  await page.getByRole("checkbox", { name: "Choose row 2", exact: true }).check();
  await page.getByRole("region", { name: "Chosen rows" }).getByRole("button", { name: "Government" }).click();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Government" })).toBeFocused();
  await page.getByRole("button", { name: "Apply to 1 row" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();
});

test("the header stays in view, and a choice moves no row", async ({ signedInPage: page, server }) => {
  const id = await startPayeeFile(page.request, server.url, "header.csv", manyPayees(48));
  await payeeFileDone(page.request, id);
  await page.setViewportSize(desktop);
  await open(page, `/payee-files/${id}`);
  const second = page.getByRole("checkbox", { name: "Choose row 3", exact: true });
  const before = await second.boundingBox();
  await page.getByRole("checkbox", { name: "Choose row 2", exact: true }).check();
  await expect(page.getByRole("region", { name: "Chosen rows" })).toBeInViewport();
  expect(await second.boundingBox()).toEqual(before);

  await page.getByRole("checkbox", { name: "Choose row 49", exact: true }).scrollIntoViewIfNeeded();
  await expect(page.getByRole("columnheader", { name: "Name" })).toBeInViewport();
});
