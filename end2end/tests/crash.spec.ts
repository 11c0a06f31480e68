// A loss of power in the middle of an import and of a payee file: both go on afterwards, with nothing lost or doubled.

import { manyPayees } from "../fixtures/files.ts";
import { expect, test } from "../fixtures/test.ts";
import { VouchServer } from "../fixtures/server.ts";

const rows = 30_000;

interface Work {
  status: string;
  progress: { done_rows: number };
  error_count: number;
}

test("work goes on after the server was killed", async () => {
  test.setTimeout(240_000);
  const server = await VouchServer.start();
  try {
    const key = (await server.command("keys", "create", "--organization", "Crash", "--create-organization", "--name", "test", "--preset", "full"))
      .split(/\s+/)
      .at(-1);
    const headers = { authorization: `Bearer ${key}` };
    const get = async <T>(path: string) => (await (await fetch(`${server.url}/api/v1/${path}`, { headers })).json()) as T;

    for (const resource of ["supplier-imports", "payee-files"]) {
      const body = new FormData();
      body.set("file", new Blob([manyPayees(rows)]), "many.csv");
      const started = await fetch(`${server.url}/api/v1/${resource}`, { method: "POST", headers, body });
      expect(started.status).toBe(202);
      const { id } = (await started.json()) as { id: string };
      const work = () => get<Work>(`${resource}/${id}`);

      await expect.poll(async () => (await work()).progress.done_rows, { timeout: 60_000 }).toBeGreaterThan(0);
      expect((await work()).status, "the power goes while it is at work").toBe("working");
      await server.kill();
      await server.start();
      const resumed = await work();
      expect(resumed.progress.done_rows, "what was done is kept").toBeGreaterThan(0);
      await expect.poll(async () => (await work()).status, { timeout: 180_000, intervals: [500] }).toBe("done");
      const done = await work();
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
