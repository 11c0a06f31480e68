// A loss of power in the middle of an import and of a payee file: both go on afterwards, with nothing lost or doubled.

import { manyPayees } from "../fixtures/files.ts";
import { expect, test } from "../fixtures/test.ts";
import { VouchServer } from "../fixtures/server.ts";

// A fast machine may be done with the first file before it is seen at work.
const sizes = [30_000, 60_000, 120_000, 240_000];

interface Work {
  status: string;
  progress: { done_rows: number };
  error_count: number;
}

test("work goes on after the server was killed", async () => {
  // Above the sum of what is waited for below.
  test.setTimeout(1_500_000);
  const server = await VouchServer.start();
  try {
    const key = (await server.command("keys", "create", "--organization", "Crash", "--create-organization", "--name", "test", "--preset", "full"))
      .split(/\s+/)
      .at(-1);
    const headers = { authorization: `Bearer ${key}` };
    const get = async <T>(path: string) => (await (await fetch(`${server.url}/api/v1/${path}`, { headers })).json()) as T;

    for (const resource of ["supplier-imports", "payee-files"]) {
      const work = (id: string) => get<Work>(`${resource}/${id}`);
      const seenAtWork = async (rows: number) => {
        const body = new FormData();
        body.set("file", new Blob([manyPayees(rows)]), "many.csv");
        const started = await fetch(`${server.url}/api/v1/${resource}`, { method: "POST", headers, body });
        expect(started.status).toBe(202);
        const { id } = (await started.json()) as { id: string };
        let seen: Work | undefined;
        await expect
          .poll(async () => (seen = await work(id)).progress.done_rows, { timeout: 60_000, intervals: [25] })
          .toBeGreaterThan(0);
        return seen?.status === "working" ? { id, rows } : undefined;
      };
      let cut: { id: string; rows: number } | undefined;
      for (const rows of sizes) if ((cut = await seenAtWork(rows))) break;
      if (!cut) throw new Error("the power goes while it is at work");
      const { id, rows } = cut;
      await server.kill();
      await server.start();
      const resumed = await work(id);
      expect(resumed.progress.done_rows, "what was done is kept").toBeGreaterThan(0);
      await expect.poll(async () => (await work(id)).status, { timeout: 180_000, intervals: [500] }).toBe("done");
      const done = await work(id);
      expect(done.progress.done_rows).toBe(rows);
      expect(done.error_count).toBe(0);

      if (resource === "payee-files") {
        const csv = await (await fetch(`${server.url}/api/v1/payee-files/${id}/export?format=csv`, { headers })).text();
        const names = csv.trim().split(/\r?\n/).slice(1).map((line) => line.split(",")[0]);
        expect(names.length).toBe(rows);
        expect(new Set(names).size).toBe(rows);
      }
    }
  } finally {
    await server.stop();
  }
});
