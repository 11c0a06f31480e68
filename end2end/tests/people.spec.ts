// People, one after the other: what is pressed is about the row, or the link, that is shown now.

import type { Page } from "@playwright/test";

import { expect, keepMessages, open, test } from "../fixtures/test.ts";

async function invite(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail address").fill(`${name.toLowerCase()}@example.com`);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toBeVisible();
}

test("each person is disabled only after an answer, and each link copied is the one that is shown", async ({ signedInPage: page }) => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await keepMessages(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "/users");
  const links: string[] = [];
  for (const name of ["Pia", "Pablo"]) {
    await invite(page, name);
    const shown = page.getByRole("status").getByText(/\/invitation\?token=/);
    await expect.poll(async () => links.includes(await shown.innerText())).toBe(false);
    links.push(await shown.innerText());
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(links.at(-1));
  }
  for (const name of ["Pia", "Pablo"]) {
    const row = page.getByRole("row", { name: new RegExp(name) });
    await row.getByRole("button", { name: "Disable" }).click();
    const dialog = page.getByRole("dialog").filter({ hasText: name });
    await expect(dialog).toBeVisible();
    await expect(row.getByRole("button", { name: "Enable" })).toHaveCount(0);
    await dialog.getByRole("button", { name: "Disable" }).click();
    await expect(row.getByRole("button", { name: "Enable" }), "the focus stays in the row").toBeFocused();
  }
  expect(complaints).toEqual([]);
});
