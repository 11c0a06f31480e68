// Files that are not as they should be: each answer names the file, the row and the field, and nothing is lost.

import { crc32, deflateRawSync } from "node:zlib";

import { inspect } from "../fixtures/inspect.ts";
import { expect, open, test } from "../fixtures/test.ts";

interface PayeeFile {
  id: string;
  status: string;
  progress: { done_rows: number };
  error_count: number;
  row_errors: { row: number; column: string | null; message: string }[];
  same_as: string | null;
}

interface Problem {
  error_id: string;
  detail: string;
  fields?: { field: string; message: string }[];
  place?: { file: string; row: number | null };
}

/** A client of the REST interface with a key of its own, and the payee files that it sends. */
class Client {
  readonly #headers: Record<string, string>;

  constructor(
    readonly url: string,
    key: string,
  ) {
    this.#headers = { authorization: `Bearer ${key}` };
  }

  async send(name: string, content: BlobPart): Promise<Response> {
    const body = new FormData();
    body.set("file", new Blob([content]), name);
    return fetch(`${this.url}/api/v1/payee-files`, { method: "POST", headers: this.#headers, body });
  }

  /** Sends a file that is refused as a whole, and gives the problem. */
  async refused(name: string, content: BlobPart): Promise<Problem> {
    const answer = await this.send(name, content);
    expect(answer.status, name).toBe(422);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = (await answer.json()) as Problem;
    expect(problem.error_id).not.toBe("");
    return problem;
  }

  /** Sends a file, waits until it is worked, and gives it with its export. */
  async worked(name: string, content: BlobPart): Promise<{ file: PayeeFile; rows: string[] }> {
    const answer = await this.send(name, content);
    expect(answer.status, name).toBe(202);
    let file = (await answer.json()) as PayeeFile;
    await expect
      .poll(async () => (file = (await (await this.#get(file.id)).json()) as PayeeFile).status, { timeout: 90_000 })
      .toBe("done");
    const csv = await (await this.#get(`${file.id}/export?format=csv`)).text();
    return { file, rows: csv.replace(/^\uFEFF/, "").trim().split(/\r?\n/) };
  }

  async #get(path: string): Promise<Response> {
    return fetch(`${this.url}/api/v1/payee-files/${path}`, { headers: this.#headers });
  }
}

/** The second row is short, the third too long. */
const raggedCsv = "name,city,country\nAcorn Ltd\nBirch Ltd,Leeds,GB,extra,more\nCedar Ltd,York,GB\n";

let client: Client;

test.beforeAll(async ({ server }) => {
  const words = await server.command(
    ...["keys", "create", "--organization", "Bad input", "--create-organization", "--name", "test", "--preset", "full"],
  );
  client = new Client(server.url, words.split(/\s+/).at(-1) ?? "");
});

test("files without rows are refused by name", async () => {
  const empty = await client.refused("empty.csv", "");
  expect(empty.place?.file).toBe("empty.csv");
  expect(empty.detail).toContain("The file is empty");
  const blank = await client.refused("blank.csv", "\n\n \n");
  expect(blank.place?.file).toBe("blank.csv");
  expect(blank.detail).toContain("The file is empty");
});

test("a line without end is refused with its row", async () => {
  const problem = await client.refused("endless.csv", `name\n${"a".repeat(3 << 20)}`);
  expect(problem.place).toMatchObject({ file: "endless.csv", row: 2 });
  expect(problem.detail).toContain("longer than 1 MiB");
});

test("a workbook that unpacks to far more than it weighs is refused", async () => {
  const bomb = zip("xl/workbook.xml", Buffer.alloc(256 << 20, " "));
  expect(bomb.length).toBeLessThan(1 << 20);
  const problem = await client.refused("bomb.xlsx", new Uint8Array(bomb));
  expect(problem.place?.file).toBe("bomb.xlsx");
  expect(problem.detail).toContain("when unpacked");
});

test("UTF-16 and Windows-1252 are read as they were meant", async () => {
  const utf16 = await client.worked("utf16.csv", new Uint8Array(Buffer.from("\uFEFFname,city\nÖsterreich Bau GmbH,Wien\n", "utf16le")));
  expect(utf16.rows[1]).toMatch(/^Österreich Bau GmbH,Wien,business,/);
  const cp1252 = Buffer.from("name,city\nCafé Müller ?,Köln\n", "latin1");
  cp1252[cp1252.indexOf("?")] = 0x80;
  expect((await client.worked("cp1252.csv", new Uint8Array(cp1252))).rows[1]).toMatch(/^Café Müller €,Köln,/);
});

test("rows that are too long for the file are reported and exported as they were", async () => {
  const { file, rows } = await client.worked("ragged.csv", raggedCsv);
  expect(file.progress.done_rows).toBe(3);
  expect(file.row_errors).toEqual([{ row: 3, column: null, message: expect.stringContaining("5 cells") }]);
  expect(rows[1]).toMatch(/^Acorn Ltd,,,business,/);
  expect(rows[2]).toMatch(/^Birch Ltd,Leeds,GB,.*extra,more$/);
  expect(rows[3]).toMatch(/^Cedar Ltd,York,GB,business,/);

  const again = await client.worked("ragged-again.csv", raggedCsv);
  expect(again.file.same_as, "the same bytes are noticed").toBe(file.id);
});

test("names of 10,000 characters and NUL bytes are reported with row and column", async () => {
  const long = await client.worked("long.csv", `name,city\n${"A".repeat(10_000)},Leeds\nBirch Ltd,Leeds\n`);
  expect(long.file.row_errors).toEqual([{ row: 2, column: "name", message: expect.stringContaining("10000 characters") }]);
  expect(long.rows[2]).toMatch(/^Birch Ltd,Leeds,business,/);
  const nul = await client.worked("nul.csv", "name,city\nAcorn\0 Ltd,Leeds\nBirch Ltd,Leeds\n");
  expect(nul.file.row_errors).toEqual([{ row: 2, column: "name", message: expect.stringContaining("NUL") }]);
  expect(nul.rows[2]).toMatch(/^Birch Ltd,Leeds,business,/);
});

test("formulas come out as text", async () => {
  const cells = [`"=HYPERLINK(""http://x.example"")"`, "+1+1", "@SUM(1)", "-2+3"];
  const { rows } = await client.worked("formulas.csv", `name,city\n${cells.map((cell) => `${cell},Leeds\n`).join("")}`);
  for (const [index, start] of [`"'=HYPERLINK`, "'+1+1,", "'@SUM(1),", "'-2+3,"].entries()) {
    expect(rows[index + 1]?.startsWith(start), rows[index + 1]).toBe(true);
  }
});

test("right-to-left names and combining characters are kept", async () => {
  const names = ["شركة النور للتجارة", "Cafe\u0301 Zo\u0308e"];
  const { file, rows } = await client.worked("scripts.csv", `name,city\n${names.map((name) => `${name},X\n`).join("")}`);
  expect(file.error_count).toBe(0);
  expect(rows.slice(1).map((row) => row.split(",")[0])).toEqual(names);
});

test("doubled headers are kept", async () => {
  const { rows } = await client.worked("doubled.csv", "name,name,city\nAcorn Ltd,Second,Leeds\n");
  expect(rows[0]).toMatch(/^name,name,city,payee_type,/);
  expect(rows[1]).toMatch(/^Acorn Ltd,Second,Leeds,business,/);
});

test("a file without a name column fails and names its columns", async () => {
  const answer = await client.send("no-name.csv", "amount,date\n12.50,2026-01-01\n13.50,2026-01-02\n");
  expect(answer.status).toBe(202);
  expect(await answer.json()).toMatchObject({ status: "failed", failure: expect.stringContaining("amount, date") });
});

test("in the browser a file that is no table is refused in words, and its row errors are shown", async ({ signedInPage: page }) => {
  await open(page, "/payee-files/new");
  const choose = (name: string, text: string) =>
    page.getByLabel("Choose files").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await choose("endless.csv", `name\n${"a".repeat(3 << 20)}`);
  await page.getByRole("link", { name: "Check columns and start" }).click();
  await expect(page.getByRole("alert")).toContainText("Row 2 is longer than 1 MiB");
  await inspect(page, "payee-file-refused");

  await open(page, "/payee-files/new");
  await choose("empty.csv", "");
  await expect(page.getByRole("list", { name: "Uploads" })).toContainText("The file is empty");
  await expect(page.getByRole("button", { name: "Go on" }), "it would be empty again").toBeHidden();

  await choose("ragged.csv", raggedCsv);
  await page.getByRole("link", { name: "Check columns and start" }).click();
  const name = page.getByLabel("What the column name holds");
  await name.selectOption("Not used");
  await page.getByRole("button", { name: "Classify and match" }).click();
  await expect(page.getByRole("alert")).toContainText("No column holds the name");
  await name.selectOption("Name");
  const other = page.getByLabel(/^What the column .* holds$/).last();
  const held = await other.inputValue();
  await other.selectOption("Name");
  for (const column of [name, other]) await expect(column, "which two are wrong is marked").toHaveAttribute("aria-invalid", "true");
  await other.selectOption(held);
  await expect(name).toHaveAttribute("aria-invalid", "false");
  const start = page.getByRole("button", { name: "Classify and match" });
  await expect(start, "above the rows, not below them").toBeInViewport();
  await start.click();
  await page.getByText("1 row left out").click();
  await expect(page.getByText("Row 3")).toBeVisible();
  await expect(page.getByText("5 cells, but the file has 3 columns")).toBeVisible();
});

/** A zip archive of one compressed part. */
function zip(name: string, content: Buffer): Buffer {
  const path = Buffer.from(name);
  const packed = deflateRawSync(content, { level: 9 });
  // What the part's own header and the archive's directory both say: deflated, no time, checksum, sizes, length of the path.
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(8, 4);
  facts.writeUInt32LE(crc32(content), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(content.length, 18);
  facts.writeUInt16LE(path.length, 22);
  const part = Buffer.concat([Buffer.from("PK\x03\x04"), facts, path, packed]);
  const entry = Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), facts, Buffer.alloc(14), path]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(part.length, 16);
  return Buffer.concat([part, entry, end]);
}
