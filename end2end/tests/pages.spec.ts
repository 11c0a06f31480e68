// Every page: it loads without an error, passes the accessibility audit in both themes, and fits its window.

import { inspect } from "../fixtures/inspect.ts";
import { expect, hydrated, open, test } from "../fixtures/test.ts";

const pages = [
  ["dashboard", "/", "Dashboard"],
  ["payee-files", "/payee-files", "Payee files"],
  ["payee-files-new", "/payee-files/new", "Upload payee files"],
  ["reviews", "/reviews", "Reviews"],
  ["suppliers", "/suppliers", "Suppliers"],
  ["supplier-new", "/suppliers/new", "Add a supplier"],
  ["supplier-imports", "/suppliers/imports", "Supplier imports"],
  ["supplier-duplicates", "/suppliers/duplicates", "Duplicate suppliers"],
  ["jobs", "/jobs", "Jobs"],
  ["audit", "/audit", "Audit trail"],
  ["users", "/users", "People"],
  ["locations", "/settings/locations", "Locations"],
  ["commodities", "/settings/commodities", "Commodities"],
  ["account", "/account", "Your account"],
] as const;

for (const [name, path, title] of pages) {
  test(`${name} is accessible and fits its window`, async ({ signedInPage: page }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await open(page, path);
    await expect(page.getByRole("heading", { name: title }).first()).toBeVisible();
    await inspect(page, name);
    expect(errors).toEqual([]);
  });
}

test("a page that does not exist says so", async ({ signedInPage: page }) => {
  const response = await page.goto("/no-such-page");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await inspect(page, "not-found");
});

test("a page that does not exist says so to strangers too", async ({ page }) => {
  const response = await page.goto("/no-such-page");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
});

for (const [what, path] of [
  ["supplier", "/suppliers/01977c3e-0000-7000-8000-000000000000"],
  ["payee file", "/payee-files/01977c3e-0000-7000-8000-000000000000"],
  ["page", "/payee-files/nonsense"],
] as const) {
  test(`a ${what} that does not exist is not found: ${path}`, async ({ signedInPage: page }) => {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: `There is no such ${what}` })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Areas" })).toBeVisible();
    await hydrated(page);
    await inspect(page, `not-found-${what.replace(" ", "-")}`);
  });
}

test("the theme and the folded navigation are remembered", async ({ signedInPage: page }) => {
  await open(page, "/");
  const remembered = () => page.waitForResponse((response) => response.url().includes("set_preference"));
  await Promise.all([remembered(), page.getByRole("button", { name: "Fold" }).click()]);
  await page.getByRole("button", { name: "Your account" }).click();
  await expect(page.getByRole("button", { name: "System" })).toHaveAttribute("aria-pressed", "true");
  await Promise.all([remembered(), page.getByRole("button", { name: "Dark" }).click()]);
  await expect(page.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "System" })).toHaveAttribute("aria-pressed", "false");
  await page.reload();
  await expect(page.getByText("Vouch", { exact: true })).toBeHidden();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await hydrated(page);
  await inspect(page, "folded");
});

test("where a link leads is shown from its top", async ({ signedInPage: page }) => {
  await page.setViewportSize({ width: 1440, height: 320 });
  await open(page, "/suppliers/new");
  const top = () => page.getByRole("main").evaluate((main) => main.scrollTop);
  await page.getByRole("main").evaluate((main) => main.scrollTo(0, 150));
  expect(await top()).toBeGreaterThan(0);
  await page.getByRole("link", { name: "Audit trail" }).click();
  await expect(page.getByRole("heading", { name: "Audit trail", level: 1 })).toBeVisible();
  await expect.poll(top).toBe(0);
});

test("keys go to areas, and ? lists them", async ({ signedInPage: page }) => {
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/suppliers$/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

test("/ searches the page, and everything where a page has no search", async ({ signedInPage: page }) => {
  await open(page, "/suppliers");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search suppliers" })).toBeFocused();
  await open(page, "/users");
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the bar at the bottom leads to every area", async ({ signedInPage: page }) => {
    await open(page, "/");
    await page.getByRole("navigation", { name: "Main areas" }).getByRole("link", { name: "Suppliers" }).tap();
    await expect(page.getByRole("heading", { name: "Suppliers", level: 1 })).toBeVisible();
    await page.getByRole("button", { name: "More" }).tap();
    await page.getByRole("navigation", { name: "More areas" }).getByRole("link", { name: "Jobs" }).tap();
    await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
  });

  test("the bar at the bottom leads to what is in the menu of the person", async ({ signedInPage: page }) => {
    await open(page, "/");
    await page.getByRole("button", { name: "More" }).tap();
    await page.getByRole("navigation", { name: "More areas" }).getByRole("button", { name: "Your account" }).tap();
    await expect(page.getByRole("button", { name: "Sign out" })).toBeInViewport();
    await page.getByRole("button", { name: "Dark" }).tap();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.getByRole("link", { name: "Account and password" }).tap();
    await expect(page.getByRole("heading", { name: "Your account", level: 1 })).toBeVisible();
    await expect(page.getByRole("button", { name: "Sign out" })).toBeHidden();
  });
});
