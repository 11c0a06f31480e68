// With JavaScript off: signing in, lists, forms, an upload, and a review.

import { namesCsv, suppliersCsv } from "../fixtures/files.ts";
import { admin, expect, test } from "../fixtures/test.ts";

test.use({ javaScriptEnabled: false });

test("the console works as plain pages and forms", async ({ page, adminSession }) => {
  expect(adminSession.cookies.length, "the server is set up").toBeGreaterThan(0);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill("wrong wrong wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/e-mail address or password/i)).toBeVisible();
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();

  // What only scripts can do is not offered.
  await expect(page.getByRole("button", { name: "Go to or search" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Fold" })).toBeHidden();

  // A form: refused with the field named, then taken.
  await page.goto("/suppliers/new");
  await page.getByLabel("Name", { exact: true }).fill("Plain Form Supplies Ltd");
  await page.getByLabel("City").fill("Leeds");
  await page.getByRole("button", { name: /add|save/i }).click();
  await expect(page.getByRole("heading", { name: "Plain Form Supplies Ltd" })).toBeVisible();

  // A list with a filter.
  await page.goto("/suppliers");
  await page.getByRole("searchbox").fill("Plain Form");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByRole("link", { name: "Plain Form Supplies Ltd" })).toBeVisible();

  // An invitation: its link is shown once, and not in the address.
  await page.goto("/users");
  await page.getByLabel("Name", { exact: true }).fill("Wanda Plain");
  await page.getByLabel("E-mail address").fill("wanda@example.com");
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByText(/^http:.*\/invitation\?token=/)).toBeVisible();
  await expect(page).toHaveURL(/\/users\??$/);
  await page.goto("/users");
  await expect(page.getByRole("cell", { name: "Wanda Plain", exact: true })).toBeVisible();
  await expect(page.getByText(/\/invitation\?token=/)).toHaveCount(0);

  // An upload that is refused, on its page.
  await page.goto("/payee-files/new");
  const empty = { name: "empty.csv", mimeType: "text/csv", buffer: Buffer.from("") };
  await page.getByLabel("Choose files").setInputFiles(empty);
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("alert")).toContainText("The file is empty");
  await expect(page.getByRole("heading", { name: "Upload payee files" })).toBeVisible();

  // Uploads, with the columns named on the next page.
  for (const [path, name, text, start] of [
    ["/suppliers/imports/new", "plain-suppliers.csv", suppliersCsv, /import/i],
    ["/payee-files/new", "plain-vendors.csv", namesCsv(["Silver Birch", "Blue Heron"]), /classify and match/i],
  ] as const) {
    await page.goto(path);
    await page.getByLabel("Choose files").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.getByRole("button", { name: "Upload" }).click();
    await page.getByRole("button", { name: start }).click();
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 90_000 });
  }

  // A review as a form.
  await page.goto("/reviews");
  const before = await page.getByRole("heading", { level: 1 }).innerText();
  await page.getByRole("combobox", { name: "Supplier", exact: true }).selectOption("No supplier of the master");
  await page.getByRole("button", { name: "Confirm and next" }).click();
  await expect(page.getByRole("heading", { level: 1 }).or(page.getByText("Nothing to review")).first()).not.toHaveText(before);
});
