import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createRun, ingestRecords, parseMapping, runImport } from "@/lib/ingest";
import { storeFile } from "@/lib/ingest/inbox/store-file";
import { ensureFileSource } from "@/lib/ingest/sources";
import type { BenchResult } from "../result";
import type { BenchDatabase, Workspace } from "../support/open-workspace";
import { seededRandom } from "../support/seeded-random";

const orderLines = 400_000;
const skus = 4_000;
const levels = 100_000;

/** Order lines through the whole path against COPY of the same rows, and stock levels in batches. */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  const database = await workspace.empty();
  const { db } = database;
  const connectionId = await ensureFileSource(db, "bench");
  await db`insert into company (name, base_currency, time_zone, simulated) values ('Bench', 'USD', 'UTC', true)`;
  await ingestRecords(db, {
    connectionId,
    kind: "locations",
    trigger: "api",
    records: [
      { code: "W1", name: "One", kind: "warehouse", country: "US", region: "us", timeZone: "UTC" },
      { code: "W2", name: "Two", kind: "warehouse", country: "US", region: "us", timeZone: "UTC" },
    ],
  });
  await ingestRecords(db, {
    connectionId,
    kind: "channels",
    trigger: "api",
    records: [
      { code: "shop", name: "Shop", kind: "own_shop", currency: "USD", timeZone: "UTC", locations: ["W1"] },
    ],
  });
  for (let from = 0; from < skus; from += 1_000) {
    const records = Array.from({ length: 1_000 }, (_, index) => ({
      code: `B-${from + index}`,
      title: `Bench ${from + index}`,
      currency: "USD",
      unitCost: "3.10",
      price: "9.90",
    }));
    const answer = await ingestRecords(db, { connectionId, kind: "skus", trigger: "api", records });
    if (answer.rejected.length > 0) throw new Error(`bench SKUs were refused: ${answer.rejected[0]?.reason}`);
  }

  const lines = orderFile();
  const copySeconds = await copyInto(database, lines);
  const started = performance.now();
  const { fileId } = await storeFile(db, "orders.csv", Readable.from([Buffer.from(lines.csv)]), "bench");
  const mapping = parseMapping({
    kind: "orders",
    columns: Object.fromEntries(lines.header.map((name) => [name, name])),
    timeZone: "UTC",
    options: { defaultLocation: "W1" },
  });
  const runId = await createRun(db, { connectionId, fileId, mapping, dryRun: false, actor: "bench" });
  const outcome = await runImport(db, runId);
  const seconds = (performance.now() - started) / 1_000;
  if (outcome.accepted !== orderLines)
    throw new Error(`bench import accepted ${outcome.accepted} of ${orderLines} lines`);
  const perSecond = orderLines / seconds;
  const copyPerSecond = orderLines / copySeconds;
  const against = `COPY of the same rows into an indexed table: ${Math.round(copyPerSecond)} a second`;
  yield {
    name: "order lines imported, whole path",
    value: perSecond,
    unit: "lines/s",
    budget: "≥ 20000",
    against,
  };
  yield {
    name: "the same as a share of COPY",
    value: perSecond / copyPerSecond,
    unit: "×",
    budget: "≥ 0.15",
    against,
  };

  const levelSeconds = await levelBatches(database, connectionId);
  yield {
    name: "stock levels in batches of 5,000, each with its move",
    value: levels / levelSeconds,
    unit: "levels/s",
    budget: "≥ 20000",
    against: null,
  };
  await database.close();
}

interface OrderFile {
  header: string[];
  csv: string;
}

function orderFile(): OrderFile {
  const random = seededRandom("orders");
  const header = ["orderNumber", "channel", "placedAt", "sku", "quantity", "unitPrice", "currency", "state"];
  const rows = [header.join(",")];
  for (let line = 0; line < orderLines; line++) {
    const order = Math.floor(line / 2);
    const placedAt = new Date(
      Date.UTC(2026, 0, 1) + Math.floor((order / (orderLines / 2)) * 250 * 86_400_000),
    ).toISOString();
    rows.push(
      `O-${order},shop,${placedAt},B-${Math.floor(random() * skus)},${1 + Math.floor(random() * 4)},9.90,USD,shipped`,
    );
  }
  return { header, csv: `${rows.join("\n")}\n` };
}

/** The reference: the same text by COPY into a table with a primary key, a unique source key and one index. */
async function copyInto({ owner }: BenchDatabase, { csv }: OrderFile): Promise<number> {
  await owner.unsafe(`
    create table bench_copy (line bigint generated always as identity primary key, order_id text, channel text, placed_at timestamptz,
      sku text, quantity int, unit_price numeric, currency text, state text, unique (order_id, line));
    create index on bench_copy (sku, placed_at)`);
  const started = performance.now();
  const into =
    await owner`copy bench_copy (order_id, channel, placed_at, sku, quantity, unit_price, currency, state) from stdin (format csv, header)`.writable();
  await pipeline(Readable.from([Buffer.from(csv)]), into);
  const seconds = (performance.now() - started) / 1_000;
  await owner`drop table bench_copy`;
  return seconds;
}

async function levelBatches({ db }: BenchDatabase, connectionId: number): Promise<number> {
  const random = seededRandom("levels");
  const started = performance.now();
  for (let done = 0; done < levels; done += 5_000) {
    const records = Array.from({ length: 5_000 }, (_, index) => ({
      sku: `B-${(done + index) % skus}`,
      location: Math.floor((done + index) / skus) % 2 === 0 ? "W1" : "W2",
      onHand: Math.floor(random() * 1_000) + done,
      asOf: new Date(Date.UTC(2026, 9, 1) + done * 1_000 + index).toISOString(),
    }));
    const answer = await ingestRecords(db, { connectionId, kind: "stock", trigger: "api", records });
    if (answer.rejected.length > 0)
      throw new Error(`bench levels were refused: ${answer.rejected[0]?.reason}`);
  }
  return (performance.now() - started) / 1_000;
}
