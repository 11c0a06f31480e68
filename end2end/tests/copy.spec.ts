// Copying: the button says what came of it.

import type { Page } from "@playwright/test";

import { expect, keepMessages, open, test } from "../fixtures/test.ts";

const BY_HAND = "Select the text and copy it by hand";

/** Invites a person, which shows a link to be copied. */
async function invite(page: Page, email: string): Promise<void> {
  await open(page, "/users");
  await page.getByLabel("Name", { exact: true }).fill("Cleo Copied");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
}

test("a copied link is in the clipboard", async ({ signedInPage: page }) => {
  await keepMessages(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await invite(page, "cleo@example.com");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const link = await page.getByText(/\/invitation\?token=/).innerText();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});

for (const [what, email, clipboard] of [
  ["without a clipboard, as on plain HTTP,", "cora@example.com", "undefined"],
  ["that the browser refuses to copy", "cyra@example.com", "({ writeText: () => Promise.reject(new Error('no')) })"],
] as const) {
  test(`a link ${what} is to be copied by hand`, async ({ signedInPage: page }) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.addInitScript({
      content: `Object.defineProperty(Navigator.prototype, "clipboard", { get: () => ${clipboard} })`,
    });
    await keepMessages(page);
    await invite(page, email);
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page.getByRole("button", { name: BY_HAND })).toBeVisible();
    expect(complaints).toEqual([]);
  });
}
