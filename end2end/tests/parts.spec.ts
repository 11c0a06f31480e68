// Parts of the bundle that do not come: without a connection, and after the server was updated.

import { expect, hydrated, open, test } from "../fixtures/test.ts";

const parts = "**/*.bin";

test("a page that can not be fetched says so, and comes once it can", async ({ signedInPage: page }) => {
  const panics: string[] = [];
  page.on("pageerror", (error) => panics.push(error.message));
  await open(page, "/");
  await page.route(parts, (route) => route.abort("internetdisconnected"));
  await page.getByRole("link", { name: "Suppliers", exact: true }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The server can not be reached");
  await expect(page).toHaveURL("/suppliers");

  // What is there already works on.
  await page.getByRole("link", { name: "Dashboard", exact: true }).click();
  await expect(page).toHaveURL("/");
  await expect(alert).toBeHidden();
  await page.getByRole("link", { name: "Suppliers", exact: true }).click();
  await expect(alert).toBeVisible();

  await page.unroute(parts);
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Suppliers", level: 1 })).toBeVisible();
  await hydrated(page);
  expect(panics).toEqual([]);
});

test("a page that the updated server no longer has in parts is loaded whole", async ({ signedInPage: page }) => {
  await open(page, "/");
  await page.evaluate(() => document.documentElement.setAttribute("data-from-before", ""));
  // Once before the page is chosen, and once when it is.
  await page.route(parts, (route) => route.fulfill({ status: 404 }), { times: 2 });
  await page.getByRole("link", { name: "Suppliers", exact: true }).click();
  await expect(page.locator("html[data-from-before]")).toHaveCount(0);
  await expect(page).toHaveURL("/suppliers");
  await expect(page.getByRole("heading", { name: "Suppliers", level: 1 })).toBeVisible();
  await hydrated(page);
});
