import { performance } from "node:perf_hooks";
import { gzipSync } from "node:zlib";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { refreshKpis } from "@/lib/jobs/kpis-refresh";
import { planTransfers } from "@/lib/jobs/plan-transfers";
import { commandActor } from "@/lib/services/_shared/actor";
import { createToken } from "@/lib/services/token/create-token";
import { type BenchResult, percentile } from "../result";
import type { BenchDatabase, Workspace } from "../support/open-workspace";
import { signIn, startWeb } from "../support/servers";

const pages = [
  "/",
  "/decisions",
  "/inventory",
  "/inventory?view=heatmap",
  "/ads",
  "/orders",
  "/sync",
  "/catalogue",
  "/reports",
  "/transfers",
  "/imports",
  "/alerts",
];
const idle = "/api/health";
const visits = 25;
const warming = 6;
const changes = 4_000;
const clients = 32;
const simultaneous = 400;

/** The pages of the production build over HTTP, stock changes through /api/v1, the first page's JavaScript, memory. */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  const database = await workspace.filled();
  while ((await refreshNextBatch(database.db)) > 0);
  await planTransfers(database.db);
  while ((await refreshNextBatch(database.db)) > 0);
  await refreshKpis(database.db);
  // Autovacuum has not seen what was made in one go a moment ago; without it the first page read is measured instead of itself.
  await database.owner.unsafe("vacuum analyze");
  const web = await startWeb(database);
  try {
    const cookie = await signIn(database, web.address);
    yield* pageTimes(web.address, cookie);
    yield* javaScript(web.address, cookie);
    yield* stockChanges(database, web.address);
  } finally {
    await web.stop();
  }
}

/** Each page alone, on a server that has been asked for each before: its first dozens of answers take twice as long. */
async function* pageTimes(address: string, cookie: string): AsyncGenerator<BenchResult> {
  const visit = async (page: string): Promise<number> => {
    const started = performance.now();
    const answer = await fetch(address + page, { headers: { cookie }, redirect: "manual" });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`);
    return performance.now() - started;
  };
  for (const page of pages) for (let count = 0; count < warming; count++) await visit(page);
  for (const page of pages) {
    const samples: number[] = [];
    const beside: number[] = [];
    for (let count = 0; count < visits; count++) {
      samples.push(await visit(page));
      beside.push(await visit(idle));
    }
    yield {
      name: `page ${page}, whole answer, p95`,
      value: percentile(samples, 0.95),
      unit: "ms",
      budget: "≤ 100",
      against: `median ${percentile(samples, 0.5).toFixed(0)} ms; of ${idle} beside it ${percentile(beside, 0.5).toFixed(1)} ms, p95 ${percentile(beside, 0.95).toFixed(1)} ms`,
    };
  }
}

async function* javaScript(address: string, cookie: string): AsyncGenerator<BenchResult> {
  const html = await (await fetch(`${address}/`, { headers: { cookie } })).text();
  const sources = new Set(
    // What only browsers without modules load, none of those that are supported does.
    [...html.matchAll(/<script(?![^>]+noModule)[^>]+src="([^"]+\.js[^"]*)"/gi)].map(
      (match) => match[1] ?? "",
    ),
  );
  let bytes = 0;
  for (const source of sources)
    bytes += gzipSync(Buffer.from(await (await fetch(new URL(source, address))).arrayBuffer())).length;
  yield {
    name: "JavaScript of the first page, gzip",
    value: bytes / 1000,
    unit: "kB",
    budget: "≤ 220",
    against: `${sources.size} files`,
  };
}

async function* stockChanges(database: BenchDatabase, address: string): AsyncGenerator<BenchResult> {
  const { token } = await createToken(database.db, commandActor, {
    name: "bench",
    role: "operator",
    validDays: 1,
  });
  const shelves = await database.db<{ sku: string; location: string }[]>`
    select s.code as sku, l.code as location from stock_level v join sku s on s.id = v.sku_id join location l on l.id = v.location_id
    where v.known_since is not null order by s.id, l.id limit 2000`;
  const [connection] = await database.db<{ key: string }[]>`select key from connection order by id limit 1`;
  const post = async (record: Record<string, unknown>) => {
    const answer = await fetch(`${address}/api/v1/records/stock?source=${connection?.key}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(record),
    });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`a stock change was answered with ${answer.status}`);
  };
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < changes) {
        const index = next++;
        await post({ ...shelves[index % shelves.length], delta: 1, eventId: `bench-${index}` });
      }
    }),
  );
  yield {
    name: `single stock changes over HTTP, ${clients} clients`,
    value: changes / ((performance.now() - started) / 1_000),
    unit: "changes/s",
    budget: "≥ 1000",
    against: null,
  };
  const [shelf] = shelves;
  const before = await onHand(database, shelf);
  await Promise.all(
    Array.from({ length: simultaneous }, (_, index) =>
      post({ ...shelf, delta: 1, eventId: `bench-same-${index}` }),
    ),
  );
  const gained = (await onHand(database, shelf)) - before;
  yield {
    name: `${simultaneous} concurrent +1 on one level end at`,
    value: gained,
    unit: "units",
    budget: `≥ ${simultaneous}`,
    against: null,
  };
}

async function onHand(
  { db }: BenchDatabase,
  shelf: { sku: string; location: string } | undefined,
): Promise<number> {
  const [row] = await db<{ units: number }[]>`
    select on_hand as units from stock_level v join sku s on s.id = v.sku_id join location l on l.id = v.location_id
    where s.code = ${shelf?.sku ?? ""} and l.code = ${shelf?.location ?? ""}`;
  return row?.units ?? 0;
}
