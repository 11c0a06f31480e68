// The review page under stress: no connection, two people, keys.

import type { APIRequestContext } from "@playwright/test";

import { namesCsv } from "../fixtures/files.ts";
import { inspect } from "../fixtures/inspect.ts";
import { payeeFileDone, startPayeeFile } from "../fixtures/payee-files.ts";
import { expect, hydrated, keepMessages, open, test } from "../fixtures/test.ts";

test.describe.configure({ mode: "serial" });

// Names that tell little of what their bearers are, and that no other test decides.
const doubtful = ["Orchid", "Rose Garden", "St Mary", "Jordan Park", "Marlow Quint"];

const act = "**/api/v1/reviews/act";

/** Has a payee file of these names worked, past the page; gives its id. */
async function worked(request: APIRequestContext, origin: string, name: string, names: readonly string[]): Promise<string> {
  const id = await startPayeeFile(request, origin, name, namesCsv(names));
  await payeeFileDone(request, id);
  return id;
}

test.beforeAll(async ({ browser, server, adminSession }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: adminSession });
  await worked(context.request, server.url, "desk.csv", doubtful);
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

test("Enter settles what stands out, and asks where nothing does", async ({ signedInPage: page, server }) => {
  const headers = { origin: server.url, "sec-fetch-site": "same-origin" };
  for (const city of ["Dayton", "Boise"]) {
    const data = { external_id: `F-${city}`, name: "Fennelwick Roofing LLC", city };
    expect((await page.request.post("/api/v1/suppliers", { headers, data })).status()).toBe(201);
  }
  const file = await worked(page.request, server.url, "unsure.csv", ["Fennelwick Roofing"]);
  await open(page, `/reviews?file=${file}`);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Fennelwick Roofing");
  const supplier = page.getByRole("region", { name: "Supplier", exact: true });
  const candidates = supplier.getByRole("list", { name: "Candidates" });
  await expect(candidates.getByRole("button", { pressed: true })).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(supplier.getByRole("alert")).toContainText("Choose a supplier first");
  await expect(candidates).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heading, "Enter alone does not settle it").toHaveText("Fennelwick Roofing");
  const confirm = page.getByRole("button", { name: /^Confirm and next/ });
  await expect(confirm).toHaveAccessibleDescription(/choose a supplier, or none$/);
  await page.keyboard.press("2");
  await expect(confirm).toHaveAccessibleDescription(/Fennelwick Roofing LLC$/);
  await page.keyboard.press("n");
  await expect(confirm).toHaveAccessibleDescription(/no supplier$/);
  await expect(supplier.getByRole("table"), "there is no supplier to compare").toHaveCount(0);
  const settled = page.waitForResponse(act);
  await page.keyboard.press("Enter");
  expect((await (await settled).json()).outcome).toBe("accepted");
  await expect(page.getByRole("heading", { name: "All done: 1 item settled" })).toBeVisible();
});

test("decisions made without a connection are sent when it is back", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  const heading = page.getByRole("heading", { level: 1 });
  const first = await heading.innerText();
  await page.context().setOffline(true);
  await page.keyboard.press("Enter");
  await expect(heading.filter({ hasText: first })).toHaveCount(0);
  await expect(page.getByText("1 decision waits for the connection")).toBeVisible();
  await expect(page.getByRole("button", { name: "Confirm and next" })).toBeInViewport({ ratio: 0.9 });
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

test("undo takes the last act back, also one that put an item off", async ({ signedInPage: page, server }) => {
  const file = await worked(page.request, server.url, "aside.csv", ["Tamarisk", "Verbena"]);
  await open(page, `/reviews?file=${file}`);
  const heading = page.getByRole("heading", { level: 1 });
  const first = await heading.innerText();
  let settled = page.waitForResponse(act);
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await settled;
  await expect(heading).not.toHaveText(first);
  const second = await heading.innerText();
  settled = page.waitForResponse(act);
  await page.keyboard.press("u");
  await settled;
  await expect(heading).toHaveText("Reviews");
  await page.keyboard.press("Control+z");
  await expect(page.getByText(`Undone: ${second}`)).toBeVisible();
  await expect(heading).toHaveText(second);
  await page.keyboard.press("Control+z");
  await expect(page.getByText(`Undone: ${first}`)).toBeVisible();
  await expect(heading).toHaveText(first);
});

test("a decision left behind is sent from another page, and at once when the connection is back", async ({
  signedInPage: page,
  server,
}) => {
  const file = await worked(page.request, server.url, "left-behind.csv", ["Celandine"]);
  await open(page, `/reviews?file=${file}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Celandine");
  await page.context().setOffline(true);
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 decision waits for the connection")).toBeVisible();
  const next = await page.context().newPage();
  await page.close();
  await next.context().setOffline(false);
  await next.route(act, (route) => route.abort());
  await open(next, "/suppliers");
  await expect(next.getByText("1 decision waits for the connection")).toBeVisible();
  await next.context().setOffline(true);
  await expect(next.getByText("You are offline.")).toBeVisible();
  await next.unroute(act);
  const sent = next.waitForResponse(act);
  await next.context().setOffline(false);
  expect((await (await sent).json()).outcome).toBe("accepted");
  await expect(next.getByText("1 decision was sent.")).toBeVisible();
  await expect(next.getByText("1 decision waits")).toBeHidden();
});

test("names that differ in case are settled at once, and a second window lets go of them", async ({ signedInPage: page, server }) => {
  const file = await worked(page.request, server.url, "case.csv", ["Hellebore", "HELLEBORE", "Zinnia"]);
  const second = await page.context().newPage();
  await open(second, `/reviews?file=${file}`);
  await open(page, `/reviews?file=${file}`);
  const heading = page.getByRole("heading", { level: 1 });
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/v1/reviews/act")) sent.push(request.url());
  });
  if ((await heading.innerText()) === "Zinnia") {
    const aside = page.waitForResponse(act);
    await page.keyboard.press("u");
    await aside;
    await expect(heading).not.toHaveText("Zinnia");
  }
  await expect(heading).toHaveText(/^hellebore$/i);
  const before = sent.length;
  const settled = page.waitForResponse(act);
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await settled;
  await expect(heading).not.toHaveText(/^hellebore$/i);
  expect(sent.length, "one decision settles both").toBe(before + 1);
  await expect(second.getByRole("heading", { level: 1 })).not.toHaveText(/^hellebore$/i);
  await expect(second.getByRole("alert")).toHaveCount(0);
});

test("the last decisions are there after a reload, and the next payee is named everywhere", async ({ signedInPage: page, server }) => {
  const file = await worked(page.request, server.url, "again.csv", ["Campion", "Larkspurline"]);
  await open(page, `/reviews?file=${file}`);
  const heading = page.getByRole("heading", { level: 1 });
  const first = await heading.innerText();
  await expect(page).toHaveTitle(new RegExp(`^${first} · Review`));
  const settled = page.waitForResponse(act);
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await settled;
  await expect(heading).not.toHaveText(first);
  const second = await heading.innerText();
  await expect(page).toHaveTitle(new RegExp(`^${second} · Review`));
  await expect(page.getByRole("status").filter({ hasText: `Next: ${second}.` })).toBeAttached();
  await expect(heading).toBeFocused();
  await page.reload();
  await hydrated(page);
  await page.keyboard.press("h");
  const history = page.getByRole("dialog", { name: "Last ten decisions" });
  await history.getByRole("listitem").filter({ hasText: first }).getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`Undone: ${first}`)).toBeVisible();
  await page.keyboard.press("u");
  await expect(heading).toHaveText(first);
});

test("a supplier is searched for and taken from the keyboard", async ({ signedInPage: page, server }) => {
  const headers = { origin: server.url, "sec-fetch-site": "same-origin" };
  for (const name of ["Wexcombe Millinery Ltd", "Wexcombe Tanners Ltd"]) {
    expect((await page.request.post("/api/v1/suppliers", { headers, data: { name } })).status()).toBe(201);
  }
  const file = await worked(page.request, server.url, "search.csv", ["Jessamine"]);
  await open(page, `/reviews?file=${file}`);
  await page.keyboard.press("/");
  await page.keyboard.type("Wexcombe");
  const found = page.getByRole("list", { name: "Suppliers found" }).getByRole("button");
  await expect(found).toHaveCount(2);
  await page.keyboard.press("ArrowDown");
  await expect(found.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(found.last()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("searchbox", { name: /^Another supplier/ })).toBeFocused();
  const name = await found.first().locator("bdi").innerText();
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("button", { name: /^Confirm and next/ });
  await expect(confirm).toHaveAccessibleDescription(new RegExp(`${name}$`));
  const settled = page.waitForResponse(act);
  await page.keyboard.press("Enter");
  expect((await (await settled).json()).outcome).toBe("accepted");
});

test("without a connection, an empty desk says what it waits for", async ({ signedInPage: page, server }) => {
  const names = ["Tansywort", "Betonyleaf", "Comfreyroot", "Sneezeweed"];
  const file = await worked(page.request, server.url, "empty-desk.csv", names);
  await open(page, `/reviews?file=${file}`);
  const heading = page.getByRole("heading", { level: 1 });
  await page.context().setOffline(true);
  for (let item = 0; item < 3; item++) {
    const name = await heading.innerText();
    await page.keyboard.press("u");
    await expect(heading).not.toHaveText(name);
  }
  await expect(page.getByText("The next ones come when the connection is back.")).toBeVisible();
  await page.context().setOffline(false);
  await expect(heading).toHaveText(new RegExp(names.join("|")));
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
  await expect(page.getByRole("link", { name: "Go to the open items" })).toHaveAttribute("href", "/reviews");
  await expect(page.getByText("Waiting for the invoice")).toBeVisible();
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

test("a session that has ended is said, with the way to sign in again", async ({ signedInPage: page }) => {
  await open(page, "/reviews");
  await page.context().clearCookies();
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 decision waits for you to sign in again")).toBeVisible();
  await expect(page.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/sign-in?next=%2Freviews");
});

test("windows that decide at the same time do not displace what the others keep", async ({ signedInPage: page, server }) => {
  // A file for each window: the queue of all would show both the same item.
  const mine = await worked(page.request, server.url, "mine.csv", ["Sorrel"]);
  const other = await worked(page.request, server.url, "other.csv", ["Magnolia"]);
  const second = await page.context().newPage();
  await open(second, `/reviews?file=${other}`);
  await expect(second.getByRole("heading", { level: 1 })).toHaveText("Magnolia");
  await open(page, `/reviews?file=${mine}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sorrel");
  await page.route(act, (route) => route.abort());
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 decision waits for the connection")).toBeVisible();
  const settled = second.waitForResponse(act);
  await second.keyboard.press("Enter");
  expect((await (await settled).json()).outcome).toBe("accepted");
  await page.close();
  const next = await second.context().newPage();
  const delivered = next.waitForResponse(act);
  await open(next, `/reviews?file=${mine}`);
  expect((await (await delivered).json()).outcome).toBe("accepted");
  await next.reload();
  await hydrated(next);
  await expect(next.getByRole("heading", { level: 1 })).toHaveText("Reviews");
});

test("a decision is undone from its message after the page was left", async ({ signedInPage: page, server }) => {
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  const file = await worked(page.request, server.url, "left.csv", ["Saffron"]);
  await keepMessages(page);
  await open(page, `/reviews?file=${file}`);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Saffron");
  const confirm = page.getByRole("button", { name: /^Confirm and next/ });
  const settled = page.waitForResponse(act);
  await confirm.click();
  await (await settled).finished();
  await page.getByRole("navigation", { name: "Areas", exact: true }).getByRole("link", { name: "Suppliers" }).click();
  await expect(heading).toHaveText("Suppliers");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  const undone = page.getByText("Undone: Saffron");
  await expect(undone).toBeVisible();
  // When the message goes by itself, all that the page had put off for half a second has run.
  await expect(undone).toBeHidden({ timeout: 30_000 });
  expect(errors).toEqual([]);
  await page.goBack();
  await expect(heading).toHaveText("Saffron");
  const again = page.waitForResponse(act);
  await confirm.click();
  expect((await (await again).json()).outcome).toBe("accepted");
});
