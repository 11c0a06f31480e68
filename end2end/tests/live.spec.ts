// Pages follow what happens, also what happened before they listened.

import type { Page } from "@playwright/test";

import { manyPayees, namesCsv } from "../fixtures/files.ts";
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

/** Uploads a payee file past the page; gives its id. */
async function start(page: Page, origin: string, name: string, content: string): Promise<string> {
  const started = await page.request.post("/api/v1/payee-files", {
    headers: { origin, "sec-fetch-site": "same-origin" },
    multipart: { file: { name, mimeType: "text/csv", buffer: Buffer.from(content) } },
  });
  expect(started.status()).toBe(202);
  return (await started.json()).id;
}

/** Waits until a payee file is worked. */
async function worked(page: Page, id: string): Promise<void> {
  await expect
    .poll(async () => (await (await page.request.get(`/api/v1/payee-files/${id}`)).json()).status, { timeout: 30_000 })
    .toBe("done");
}

test("a list shows what happened while it was loading", async ({ signedInPage: page, server }) => {
  const listen = await deafen(page);
  await open(page, "/payee-files");
  await worked(page, await start(page, server.url, "late.csv", namesCsv(["Late Harvest Ltd"])));
  await expect(page.getByRole("link", { name: "late.csv" })).toHaveCount(0);
  listen();
  await expect(page.getByRole("row", { name: /late\.csv/ })).toContainText("Done");
});

test("a file's page shows what happened while it was loading", async ({ signedInPage: page, server }) => {
  const listen = await deafen(page);
  const id = await start(page, server.url, "long.csv", manyPayees(5_000));
  await open(page, `/payee-files/${id}`);
  await worked(page, id);
  listen();
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible();
});
