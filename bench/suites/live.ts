import { setTimeout as sleep } from "node:timers/promises";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { refreshKpis } from "@/lib/jobs/kpis-refresh";
import { commandActor } from "@/lib/services/_shared/actor";
import { createToken } from "@/lib/services/token/create-token";
import { type BenchResult, percentile } from "../result";
import { atEvenPace } from "../support/even-pace";
import { openPage, untilShown } from "../support/open-page";
import type { BenchDatabase, Workspace } from "../support/open-workspace";
import { signIn, startWeb, startWorkerProcess } from "../support/servers";

const eventsPerSecond = Number(process.env.PLIMSOLL_BENCH_RATE ?? 200);
const secondsPerLook = 1.5;
const looks = Number(process.env.PLIMSOLL_BENCH_LOOKS ?? 60);
const patienceMs = 20_000;

/**
 * Events at 200 a second (PLIMSOLL_BENCH_RATE) through /api/v1 while a product's page is open in Chromium: from the sending of a stock reading to
 * the moment when the page shows it, and the most memory that web and worker held. The run lasts PLIMSOLL_BENCH_LOOKS
 * (60) × 1.5 seconds.
 */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  const database = await workspace.filled();
  while ((await refreshNextBatch(database.db)) > 0);
  await refreshKpis(database.db);
  const web = await startWeb(database);
  const worker = startWorkerProcess(database);
  const { browser, page } = await openPage(web.address, await signIn(database, web.address));
  let load: ReturnType<typeof atEvenPace> | null = null;
  try {
    const { token } = await createToken(database.db, commandActor, {
      name: "bench",
      role: "operator",
      validDays: 1,
    });
    const shelves = await shelvesOf(database);
    const [shown] = shelves;
    if (!shown) throw new Error("the workspace has no shelf");
    await page.goto(`${web.address}/inventory/${encodeURIComponent(shown.sku)}`);
    const post = sender(web.address, token, await connectionKey(database));
    const others = shelves.slice(1);
    load = atEvenPace(eventsPerSecond, (number) =>
      post({ ...others[number % others.length], delta: 1, eventId: `live-${number}` }),
    );
    const waits: number[] = [];
    let late = 0;
    for (let look = 0; look < looks; look++) {
      // A level that stands nowhere else on the page.
      const units = 41_000 + look;
      const wait = await untilShown(page, units.toLocaleString("en"), patienceMs, () =>
        post({ ...shown, onHand: units, asOf: new Date().toISOString() }),
      );
      if (wait === null) late++;
      else waits.push(wait);
      await sleep(Math.max(0, secondsPerLook * 1_000 - (wait ?? 0)));
    }
    const { sent, failed, seconds } = await load.stop();
    yield {
      name: "event received to visible in an open browser, p95",
      value: percentile(waits, 0.95),
      unit: "ms",
      budget: "≤ 1000",
      against: `median ${percentile(waits, 0.5).toFixed(0)} ms, ${(sent / seconds).toFixed(0)} events a second, ${failed} refused, ${late} of ${looks} not within ${patienceMs / 1000} s`,
    };
    const [webMb, workerMb] = [web.memoryMegabytesMax(), worker.memoryMegabytesMax()];
    yield {
      name: "memory of web and worker together, at most",
      value: webMb + workerMb,
      unit: "MB",
      budget: "≤ 1024",
      against: `web ${webMb.toFixed(0)} MB, worker ${workerMb.toFixed(0)} MB`,
    };
  } finally {
    await load?.stop();
    await browser.close();
    await Promise.all([web.stop(), worker.stop()]);
  }
}

interface Shelf {
  sku: string;
  location: string;
}
type Post = (record: Record<string, unknown>) => Promise<boolean>;

function sender(address: string, token: string, source: string): Post {
  return async (record) => {
    const answer = await fetch(`${address}/api/v1/records/stock?source=${source}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(record),
    });
    await answer.arrayBuffer();
    return answer.ok;
  };
}

async function shelvesOf({ db }: BenchDatabase): Promise<Shelf[]> {
  return db<Shelf[]>`
    select s.code as sku, l.code as location from stock_level v join sku s on s.id = v.sku_id join location l on l.id = v.location_id
    where v.known_since is not null order by s.id, l.id limit 2000`;
}

async function connectionKey({ db }: BenchDatabase): Promise<string> {
  const [connection] = await db<{ key: string }[]>`select key from connection order by id limit 1`;
  return connection?.key ?? "";
}
