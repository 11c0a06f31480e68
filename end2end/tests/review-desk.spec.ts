// The review page under stress: no connection, two people, keys.

import { namesCsv } from "../fixtures/files.ts";
import { inspect } from "../fixtures/inspect.ts";
import { expect, hydrated, open, test } from "../fixtures/test.ts";

test.describe.configure({ mode: "serial" });

// Names that tell little of what their bearers are, and that no other test decides.
const doubtful = ["Orchid", "Rose Garden", "St Mary", "Jordan Park", "Marlow Quint"];

test.beforeAll(async ({ browser, server, adminSession }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: adminSession });
  const started = await context.request.post("/api/v1/payee-files", {
    headers: { origin: server.url, "sec-fetch-site": "same-origin" },
    multipart: { file: { name: "desk.csv", mimeType: "text/csv", buffer: Buffer.from(namesCsv(doubtful)) } },
  });
  expect(started.status()).toBe(202);
  const { id } = await started.json();
  await expect
    .poll(async () => (await (await context.request.get(`/api/v1/payee-files/${id}`)).json()).status, { timeout: 30_000 })
    .toBe("done");
  await context.close();
});

test("what is pressed keeps the focus and what is typed stays, while the page changes around it", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  const individual = page.getByRole("button", { name: /^Individual/ });
  await individual.focus();
  await page.keyboard.press("Enter");
  await expect(individual).toHaveAttribute("aria-pressed", "true");
  await expect(individual).toBeFocused();
  const search = page.getByRole("searchbox", { name: /^Another supplier/ });
  await search.fill("no such name");
  await expect(page.getByText("No supplier has a name like this.")).toBeVisible();
  const remember = page.getByRole("checkbox", { name: /^Remember/ });
  await remember.uncheck();
  await expect(search).toHaveValue("no such name");
  await page.keyboard.press("m");
  await expect(remember).toBeChecked();
  await expect(remember).toBeFocused();
});

test("decisions made without a connection are sent when it is back", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  const heading = page.getByRole("heading", { level: 1 });
  const first = await heading.innerText();
  await page.context().setOffline(true);
  await page.keyboard.press("Enter");
  await expect(heading.filter({ hasText: first })).toHaveCount(0);
  await expect(page.getByText("1 decision waits for the connection")).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText("1 decision waits for the connection")).toBeHidden({ timeout: 30_000 });
  await page.reload();
  await hydrated(page);
  await expect(heading.filter({ hasText: first })).toHaveCount(0);
});

test("a decision left in a closed window is sent by the next one", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  const heading = page.getByRole("heading", { level: 1 });
  const first = await heading.innerText();
  await page.route("**/api/v1/reviews/act", (route) => route.abort());
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await expect(heading.filter({ hasText: first })).toHaveCount(0);
  const next = await page.context().newPage();
  await page.close();
  const sent = next.waitForResponse((response) => response.url().endsWith("/api/v1/reviews/act"));
  await open(next, "/reviews");
  expect((await sent).ok()).toBe(true);
  await expect(next.getByRole("heading", { level: 1 }).filter({ hasText: first })).toHaveCount(0);
});

test("an item is put off with a reason and found among the postponed", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  const heading = page.getByRole("heading", { level: 1 });
  const name = await heading.innerText();
  await page.keyboard.press("p");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Waiting for the invoice");
  await page.keyboard.press("Enter");
  await expect(heading.filter({ hasText: name })).toHaveCount(0);
  await open(page, "/reviews?postponed=true");
  await expect(heading.filter({ hasText: name })).toBeVisible();
  await expect(page.getByText("Waiting for the invoice")).toBeVisible();
  await page.keyboard.press("Enter");
});

test("the list of keys shows a person's own keys", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  await page.getByRole("button", { name: "Keys of this page" }).first().click();
  await page.getByRole("textbox", { name: "Postpone with a reason" }).press("w");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys", exact: true });
  await expect(keys.getByText("U W E")).toBeVisible();
  await inspect(page, "review-keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("w");
  await expect(page.getByRole("dialog").getByLabel("Reason")).toBeVisible();
});

test("a server that does not answer is said, with the count of what waits", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  await page.route("**/api/v1/reviews/act", (route) => route.abort());
  await page.keyboard.press("Enter");
  await expect(page.getByText("The server can not be reached.")).toBeVisible();
  await expect(page.getByText("1 decision waits for the connection")).toBeVisible();
  await page.unroute("**/api/v1/reviews/act");
  await expect(page.getByText("The server can not be reached.")).toBeHidden({ timeout: 30_000 });
});
