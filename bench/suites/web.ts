import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { freePort } from "@/db/server/cluster-state";
import { newSecret } from "@/lib/core/ids";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { refreshKpis } from "@/lib/jobs/kpis-refresh";
import { commandActor } from "@/lib/services/_shared/actor";
import { createUser } from "@/lib/services/people/create-user";
import { createToken } from "@/lib/services/token/create-token";
import { type BenchResult, percentile } from "../result";
import type { BenchDatabase, Workspace } from "../support/open-workspace";

const root = resolve(import.meta.dirname, "../..");
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
];
const visits = 25;
const changes = 4_000;
const clients = 32;
const simultaneous = 400;

/** The pages of the production build over HTTP, stock changes through /api/v1, the first page's JavaScript, memory. */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  if (!existsSync(join(root, ".next/BUILD_ID")))
    throw new Error(
      "There is no production build: run npm start once, or npx next build, and measure again.",
    );
  const database = await workspace.filled();
  while ((await refreshNextBatch(database.db)) > 0);
  await refreshKpis(database.db);
  const web = await startWeb(database);
  try {
    const cookie = await signIn(database, web.address);
    yield* pageTimes(web.address, cookie);
    yield* javaScript(web.address, cookie);
    yield* stockChanges(database, web.address);
    const megabytes =
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${web.child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    yield {
      name: "memory of the web process after all this",
      value: megabytes,
      unit: "MB",
      budget: "≤ 1024",
      against: "the worker's comes on top",
    };
  } finally {
    web.child.kill("SIGTERM");
  }
}

async function* pageTimes(address: string, cookie: string): AsyncGenerator<BenchResult> {
  for (const page of pages) {
    const samples: number[] = [];
    for (let visit = 0; visit < visits + 3; visit++) {
      const started = performance.now();
      const answer = await fetch(address + page, { headers: { cookie }, redirect: "manual" });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`);
      if (visit >= 3) samples.push(performance.now() - started);
    }
    yield {
      name: `page ${page}, whole answer, p95`,
      value: percentile(samples, 0.95),
      unit: "ms",
      budget: "≤ 100",
      against: `median ${percentile(samples, 0.5).toFixed(0)} ms`,
    };
  }
}

async function* javaScript(address: string, cookie: string): AsyncGenerator<BenchResult> {
  const html = await (await fetch(`${address}/`, { headers: { cookie } })).text();
  const sources = new Set(
    [...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"/g)].map((match) => match[1] ?? ""),
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

async function startWeb({ url }: BenchDatabase): Promise<{ address: string; child: ChildProcess }> {
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const child = spawn(
    process.execPath,
    [join(root, "node_modules/next/dist/bin/next"), "start", "-p", String(port)],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: "production",
        DATABASE_URL: url,
        PLIMSOLL_SECRET: newSecret(),
        PLIMSOLL_LOG_LEVEL: "error",
      },
      stdio: "ignore",
    },
  );
  for (let tries = 0; tries < 120; tries++) {
    const answer = await fetch(`${address}/api/health`).catch(() => null);
    if (answer) return { address, child };
    await sleep(500);
  }
  child.kill("SIGTERM");
  throw new Error("the web server did not answer within a minute");
}

async function signIn({ db }: BenchDatabase, address: string): Promise<string> {
  const person = { email: "bench@example.com", password: newSecret() };
  await createUser(db, commandActor, { ...person, name: "Bench", role: "admin" });
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify(person),
  });
  if (!answer.ok) throw new Error(`the bench's sign-in was answered with ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}
