// Pages follow what happens, also what happened before they listened.

import type { Page } from "@playwright/test";

import { manyPayees, namesCsv } from "../fixtures/files.ts";
import { payeeFileDone, startPayeeFile } from "../fixtures/payee-files.ts";
import { expect, open, test } from "../fixtures/test.ts";

/** Keeps the pages of a window from hearing anything; gives what ends that. */
async function deafen(page: Page): Promise<() => void> {
  let listen = () => {};
  const mayListen = new Promise<void>((resolve) => (listen = resolve));
  await page.route("**/api/v1/live?*", async (route) => {
    await mayListen;
    await route.continue();
  });
  return listen;
}

test("a list shows what happened while it was loading", async ({ signedInPage: page, server }) => {
  const listen = await deafen(page);
  await open(page, "/payee-files");
  await payeeFileDone(page.request, await startPayeeFile(page.request, server.url, "late.csv", namesCsv(["Late Harvest Ltd"])));
  await expect(page.getByRole("link", { name: "late.csv" })).toHaveCount(0);
  listen();
  await expect(page.getByRole("row", { name: /late\.csv/ })).toContainText("Done");
});

test("a file's page shows what happened while it was loading", async ({ signedInPage: page, server }) => {
  const listen = await deafen(page);
  const id = await startPayeeFile(page.request, server.url, "long.csv", manyPayees(5_000));
  await open(page, `/payee-files/${id}`);
  await payeeFileDone(page.request, id);
  listen();
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible();
});
