// Forms that post themselves: sent once, refused in place, and the same with and without scripts.

import { admin, expect, open, test } from "../fixtures/test.ts";

const SAVE = "**/api/save_location*";

test("a lost connection keeps what was typed", async ({ signedInPage: page }) => {
  await open(page, "/settings/locations");
  await page.getByLabel("Code").fill("LDS");
  await page.getByLabel("Name", { exact: true }).fill("Leeds");
  await page.route(SAVE, (route) => route.abort());
  await page.getByRole("button", { name: "Save location" }).click();
  await expect(page.getByRole("alert").getByText("The server can not be reached")).toBeVisible();
  await expect(page.getByText("Not saved yet", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Leeds");

  await page.unroute(SAVE);
  await page.getByRole("button", { name: "Save location" }).click();
  await expect(page.getByText("Leeds saved")).toBeVisible();
  await expect(page.getByRole("link", { name: "LDS" })).toBeVisible();
});

test("an answer of something else than the program is named as such", async ({ signedInPage: page }) => {
  await open(page, "/settings/locations");
  await page.getByLabel("Code").fill("HAL");
  await page.getByLabel("Name", { exact: true }).fill("Halifax");
  await page.route(SAVE, (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<html></html>" }));
  await page.getByRole("button", { name: "Save location" }).click();
  await expect(page.getByRole("alert").getByText("The answer was not understood")).toBeVisible();
});

test("a form that is sent twice is posted once", async ({ signedInPage: page }) => {
  await open(page, "/settings/locations");
  await page.getByLabel("Code").fill("YRK");
  await page.getByLabel("Name", { exact: true }).fill("York");
  const bodies: (string | null)[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(SAVE, async (route) => {
    bodies.push(route.request().postData());
    await held;
    await route.continue();
  });
  await page.getByLabel("Code").evaluate((field: HTMLInputElement) => {
    field.form?.requestSubmit();
    field.form?.requestSubmit();
  });
  await expect(page.getByRole("button", { name: "Save location" })).toBeDisabled();
  release();
  await expect(page.getByText("York saved")).toBeVisible();
  expect(bodies).toEqual(["form%5Bcode%5D=YRK&form%5Bname%5D=York"]);
  await expect(page.getByRole("button", { name: "Save location" })).toBeEnabled();
});

test("a supplier that someone else changed is saved over only by choice", async ({ signedInPage: page, server }) => {
  const headers = { origin: server.url, "sec-fetch-site": "same-origin" };
  const supplier = { name: "Linnet Lamps Ltd", city: "Leeds" };
  const made = await page.request.post("/api/v1/suppliers", { headers, data: supplier });
  expect(made.status()).toBe(201);
  const path = `/suppliers/${(await made.json()).id}`;
  await open(page, `${path}/edit`);
  await page.getByLabel("City").fill("Ripon");
  const changed = await page.request.put(`/api/v1${path}`, {
    headers: { ...headers, "if-match": made.headers()["etag"] ?? "" },
    data: { ...supplier, city: "York" },
  });
  expect(changed.status()).toBe(200);

  await page.getByRole("button", { name: "Save supplier" }).click();
  await expect(page.getByRole("alert").getByText("This could not be saved")).toBeVisible();
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Show it as it is now" }).click();
  const other = await opened;
  await expect(other.getByText("York", { exact: true }).first()).toBeVisible();
  await other.close();
  await expect(page.getByLabel("City")).toHaveValue("Ripon");
  await page.getByRole("button", { name: "Save over the newer version" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(page.getByText("Ripon", { exact: true }).first()).toBeVisible();
});

test("a refusal stays with the form that was refused", async ({ signedInPage: page }) => {
  await open(page, "/settings/locations");
  for (const code of ["RIP", "SEL"]) {
    await page.getByLabel("Code").fill(code);
    await page.getByLabel("Name", { exact: true }).fill(`Depot ${code}`);
    await page.getByRole("button", { name: "Save location" }).click();
    await expect(page.getByRole("link", { name: code, exact: true })).toBeVisible();
    await expect(page.getByLabel("Code")).toHaveValue("");
  }
  await page.getByLabel("Code").fill("RIP");
  await page.getByLabel("Name", { exact: true }).fill("Ripon");
  await page.getByRole("button", { name: "Save location" }).click();
  await expect(page.getByLabel("Code")).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("link", { name: "SEL", exact: true }).click();
  await page.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { name: "Edit Depot SEL" })).toBeVisible();
  await expect(page.getByLabel("Code")).toHaveValue("SEL");
  await expect(page.getByLabel("Code")).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  await expect(page.getByText("Not saved yet", { exact: true })).toHaveCount(0);
});

test("passwords do not stay in their fields once they are changed", async ({ signedInPage: page }) => {
  await open(page, "/account");
  await page.route("**/api/change_password*", (route) =>
    route.fulfill({ status: 200, contentType: "application/json", body: "null" }),
  );
  await page.getByLabel("Current password").fill("seven lanterns over quiet water");
  await page.getByLabel("New password").fill("eight lanterns over quiet water");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("New password")).toHaveValue("");
  await expect(page.getByLabel("Current password")).toHaveValue("");
});

test("an invitation empties its form", async ({ signedInPage: page }) => {
  await open(page, "/users");
  await page.getByLabel("Name", { exact: true }).fill("Bea Buyer");
  await page.getByLabel("E-mail address").fill("bea");
  await page.getByLabel("Name", { exact: true }).focus();
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail address").fill("bea@example.com");
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByText(/\/invitation\?token=/)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
  await expect(page.getByLabel("E-mail address")).toHaveValue("");
});

test("a refusal that came without scripts is there with them too", async ({ browser, baseURL, adminSession }) => {
  expect(adminSession.cookies.length, "the server is set up").toBeGreaterThan(0);
  const plain = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const before = await plain.newPage();
  await before.goto("/sign-in");
  await before.getByLabel("E-mail").fill(admin.email);
  await before.getByLabel("Password", { exact: true }).fill("wrong wrong wrong");
  await before.getByRole("button", { name: "Sign in" }).click();
  await expect(before).toHaveURL(/__err=/);

  const scripted = await browser.newContext({ baseURL });
  const page = await scripted.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await open(page, before.url());
  await expect(page.getByText(/e-mail address or password/i)).toBeVisible();
  expect(complaints).toEqual([]);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await plain.close();
  await scripted.close();
});
