// Getting in and staying out.

import { inspect } from "../fixtures/inspect.ts";
import { signedInAs } from "../fixtures/people.ts";
import { admin, expect, open, test } from "../fixtures/test.ts";

test.beforeEach(async ({ adminSession }) => {
  expect(adminSession.cookies.length, "the server is set up").toBeGreaterThan(0);
});

test("a page asks to sign in first, and comes back to itself", async ({ page }) => {
  await page.goto("/suppliers?country=US");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await inspect(page, "sign-in");
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/suppliers\?country=US$/);
});

test("a wrong password is refused without saying which part is wrong", async ({ page }) => {
  await open(page, "/sign-in");
  for (const email of [admin.email, "nobody@example.com"]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the right password");
    // The alert of the first attempt stays until the second is answered.
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in" }).click();
    await (await answered).finished();
    await expect(page.getByRole("alert")).toContainText(/e-mail address or password/i);
  }
});

test("the session cookie is out of reach for scripts", async ({ adminSession }) => {
  const cookies = adminSession.cookies.filter(({ name }) => name === "__Host-vouch");
  expect(cookies).toHaveLength(1);
  expect(cookies[0]?.httpOnly).toBe(true);
  expect(cookies[0]?.sameSite).not.toBe("None");
});

test("a form from another site changes nothing", async ({ signedInPage: page, baseURL }) => {
  const answer = await page.request.post(`${baseURL}/api/v1/suppliers`, {
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    data: { name: "Planted Supplier" },
  });
  expect(answer.status()).toBe(403);
});

test("an invited person chooses a password and gets their role", async ({ signedInPage, browser, baseURL }) => {
  const page = await signedInAs(signedInPage, browser, { name: "Rae Reviewer", email: "rae@example.com", role: "reviewer" });
  await expect(page.getByRole("link", { name: "Reviews" }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
  const refused = await page.request.get(`${baseURL}/api/v1/users`);
  expect(refused.status()).toBe(403);
  await page.context().close();
});
