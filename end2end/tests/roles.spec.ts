// What a role may not do, it is not shown.

import type { Page } from "@playwright/test";

import { inspect } from "../fixtures/inspect.ts";
import { signedInAs } from "../fixtures/people.ts";
import { expect, hydrated, open, test } from "../fixtures/test.ts";

async function addSupplier(admin: Page, baseURL: string, name: string): Promise<string> {
  const headers = { origin: baseURL, "sec-fetch-site": "same-origin" };
  const made = await admin.request.post("/api/v1/suppliers", { headers, data: { name } });
  expect(made.status()).toBe(201);
  return `/suppliers/${(await made.json()).id}`;
}

test("an auditor is shown no way to change something", async ({ signedInPage: admin, browser, server }) => {
  const supplier = await addSupplier(admin, server.url, "Heron Hinges Ltd");
  const page = await signedInAs(admin, browser, { name: "Robin auditor", email: "auditor@example.com", role: "auditor" });
  for (const path of ["/", "/suppliers", "/suppliers/imports", supplier]) {
    await open(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("link", { name: /^(Upload|Import suppliers|Add|Edit)/ })).toHaveCount(0);
  }
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  for (const path of ["/suppliers/new", `${supplier}/edit`, "/suppliers/imports/new"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(403);
    await expect(page.getByRole("heading", { name: "You may not do this", level: 2 })).toBeVisible();
    await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(0);
  }
  await hydrated(page);
  await inspect(page, "refused");

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go to" });
  await expect(palette.getByRole("option", { name: "Audit trail" })).toBeVisible();
  await expect(palette.getByRole("option", { name: /^(Reviews|Upload|Add|Import)/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();

  // Nor do keys lead there.
  await open(page, "/jobs");
  for (const key of ["g", "r", "?"]) await page.keyboard.press(key);
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys.getByText("Audit trail")).toBeVisible();
  await expect(keys.getByText("Reviews")).toHaveCount(0);
  await expect(page).toHaveURL(/\/jobs$/);
  await page.context().close();
});

test("the history of a supplier is only for those who may read the audit trail", async ({ signedInPage: admin, browser, server }) => {
  const supplier = await addSupplier(admin, server.url, "Heron Handles Ltd");
  const page = await signedInAs(admin, browser, { name: "Robin reviewer", email: "reviewer@example.com", role: "reviewer" });
  await open(page, supplier);
  await expect(page.getByRole("heading", { name: "Heron Handles Ltd" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "History" })).toHaveCount(0);
  await page.context().close();
});
