// Changes that are not saved: announced, asked about, and still there after a refusal.

import type { Page } from "@playwright/test";

import { inspect } from "../fixtures/inspect.ts";
import { expect, open, test } from "../fixtures/test.ts";

/** Comes from the list to the form, and types something. */
async function begin(page: Page): Promise<void> {
  await open(page, "/suppliers");
  await page.getByRole("link", { name: "Add a supplier" }).click();
  await page.getByLabel("City").fill("Leeds");
  await expect(page.getByText("Not saved yet", { exact: true })).toBeVisible();
}

test("every way off the page asks first", async ({ signedInPage: page }) => {
  await begin(page);
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  const stay = async () => {
    await expect(dialog).toBeVisible();
    await dialog.getByRole("button", { name: "Stay on the page" }).click();
    await expect(page).toHaveURL(/\/suppliers\/new$/);
    await expect(page.getByLabel("City")).toHaveValue("Leeds");
  };
  await page.getByRole("link", { name: "Audit trail" }).click();
  await expect(dialog).toBeVisible();
  await inspect(page, "unsaved");
  await stay();

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await stay();

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Page or search text" }).fill("people");
  await page.keyboard.press("Enter");
  await stay();

  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page).toHaveURL(/\/suppliers$/);
  await page.getByRole("link", { name: "Jobs" }).click();
  await expect(page).toHaveURL(/\/jobs$/);
});

test("going back is taken back until the person agrees", async ({ signedInPage: page }) => {
  await begin(page);
  await page.goBack();
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  await expect(dialog).toBeVisible();
  await expect(page).toHaveURL(/\/suppliers\/new$/);
  await dialog.getByRole("button", { name: "Stay on the page" }).click();
  await expect(page.getByLabel("City")).toHaveValue("Leeds");
});

test("the browser asks before the window is closed", async ({ signedInPage: page }) => {
  await begin(page);
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(page.getByLabel("City")).toHaveValue("Leeds");
});

test("a refusal loses nothing, and saving ends the question", async ({ signedInPage: page }) => {
  await begin(page);
  await page.getByLabel("Name", { exact: true }).fill("   ");
  await page.getByRole("button", { name: "Add supplier" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("City")).toHaveValue("Leeds");
  await expect(page.getByText("Not saved yet", { exact: true })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Unsaved Supplies Ltd");
  await page.getByRole("button", { name: "Add supplier" }).click();
  await expect(page.getByRole("heading", { name: "Unsaved Supplies Ltd" })).toBeVisible();
  await page.getByRole("link", { name: "Jobs" }).click();
  await expect(page).toHaveURL(/\/jobs$/);
});
