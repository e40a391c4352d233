import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pino, { type Logger } from "pino";
import type { Db } from "@/db/client";
import type { Stream } from "@/lib/connectors/live-contract";
import { type LiveAccount, loadAccount } from "@/lib/ingest/sync/account";
import { applyWaiting, wakeUnmapped } from "@/lib/ingest/sync/apply-waiting";
import { runStream } from "@/lib/ingest/sync/run-pass";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import { addConnection, inOrder, makeCompany } from "@/lib/ingest/sync/testing/live-company";
import { type Answered, takeVendorWebhook } from "@/lib/ingest/sync/vendor-webhook";
import { type ConformanceSubject, type StartedSubject, subjectSkus } from "./subject";

/** A connection to a started vendor in a database of its own, and ways to put it through things. */
export interface Bench {
  db: Db;
  account: () => Promise<LiveAccount>;
  connectionId: number;
  /** Reads what is new in every stream until nothing is left to do. Throws when a stream cannot be read. */
  sync: (given?: { retries?: number }) => Promise<void>;
  /** One piece of work on one stream. */
  once: (stream: Stream, given?: { sliceSeconds?: number }) => ReturnType<typeof runStream>;
  /** Everything that has been logged so far, at the most talkative level. */
  logged: () => string;
  log: Logger;
}

/** What a case is played on. */
export interface Stage {
  started: StartedSubject;
  bench: Bench;
  /** What a clean reading of the vendor as it is now leaves in empty tables. */
  clean: () => ReturnType<typeof readState>;
  happen: (times: number, seed?: number) => void;
}

const roundsMax = 400;

/** Opens a connection in an empty company. */
export async function openBench(
  db: Db,
  { connector }: ConformanceSubject,
  { vendor, settings, secrets }: StartedSubject,
): Promise<Bench> {
  const lines: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  const signal = new AbortController().signal;
  await makeCompany(db);
  // Some vendors name goods without describing them.
  if (!connector.streams.products)
    await db`insert into sku (code, title, currency) select code, code, 'USD' from unnest(${[...subjectSkus]}::text[]) code`;
  const { connectionId } = await addConnection(db, connector, {
    key: "bench",
    baseUrl: vendor.origin,
    settings,
    secrets,
  });
  const find = (name: string) => (name === connector.vendor ? connector : null);
  const account = async () => {
    const found = await loadAccount(db, { id: connectionId }, find);
    if (!found) throw new Error("the connection is gone");
    return found;
  };
  const once: Bench["once"] = async (stream, given = {}) =>
    runStream(db, await account(), stream, "live", { log, signal, waitInlineSeconds: 0, ...given });

  async function readStream(stream: Stream, retries: number): Promise<void> {
    await db`update sync_stream set next_due_at = now(), open_until = null where connection_id = ${connectionId} and stream = ${stream}`;
    let failures = 0;
    for (let round = 0; round < roundsMax; round++) {
      const { result } = await once(stream);
      if (result === "done") return;
      if (result === "failed" && failures++ >= retries) {
        const [row] = await db<{ code: string; detail: string }[]>`
          select last_error_code as code, last_error_detail as detail from sync_stream where connection_id = ${connectionId} and stream = ${stream}`;
        throw new Error(`${stream} could not be read: ${row?.code} ${row?.detail}`);
      }
      // Waits that the vendor asks for are real; those of chance between tries are cut short.
      await db`update sync_pass set not_before = least(not_before, now() + interval '100 milliseconds') where connection_id = ${connectionId}`;
      await db`update sync_stream set open_until = null where connection_id = ${connectionId} and ${retries > 0}`;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${stream} never came to its end`);
  }

  async function readWanted(): Promise<void> {
    const found = await account();
    for (let round = 0; round < roundsMax; round++) {
      const [next] = await db<
        { stream: Stream }[]
      >`select stream from sync_wanted where connection_id = ${connectionId} limit 1`;
      if (!next) return;
      await db`update sync_wanted set not_before = now() where connection_id = ${connectionId}`;
      await runWanted(db, found, next.stream, { log, signal });
    }
  }

  return {
    db,
    connectionId,
    account,
    once,
    log,
    logged: () => lines.join(""),
    sync: async ({ retries = 0 } = {}) => {
      // Changes at the same millisecond are told apart by stamps that run a little ahead.
      await new Promise((resolve) => setTimeout(resolve, 120));
      const { connector: of } = await account();
      for (const stream of inOrder(of)) await readStream(stream, retries);
      await readWanted();
      await db`update inbox_record set woken_at = null where state = 'unmapped'`;
      await wakeUnmapped(db);
      while ((await applyWaiting(db)) > 0);
    },
  };
}

/** A server that takes the vendor's call-backs as the application does, and keeps what became of each. */
export async function openReceiver(bench: Bench) {
  const answers: Answered[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", async () => {
      const account = await bench.account();
      const side = account.connector.webhooks;
      if (!side) return response.writeHead(404).end();
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const call = { headers, rawBody: Buffer.concat(parts).toString("utf8") };
      const answered = await takeVendorWebhook(bench.db, account, side, call, new Date());
      answers.push(answered);
      return response.writeHead(answered.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/webhooks/bench`,
    answers,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the tables say, without ids and times of arrival: two ways to the same end are equal here. */
export async function readState(db: Db): Promise<Record<string, readonly unknown[]>> {
  const [orders, lines, returns, listings, levels, campaigns, ads, spend] = await Promise.all([
    db`select external_id, kind, state, currency, customer_ref, placed_at from sales_order order by 1`,
    db`select o.external_id, l.line_no, k.code, l.kind, l.quantity, l.cancelled_quantity, l.shipped_quantity, l.unit_price, l.amount_minor
      from order_line l join sales_order o on o.id = l.order_id join sku k on k.id = l.sku_id order by 1, 2`,
    db`select r.external_id, k.code, r.quantity, r.state from return_line r join sku k on k.id = r.sku_id order by 1`,
    db`select h.code as channel, l.external_id, k.code, l.price, l.state, l.published_units from listing l
      join channel h on h.id = l.channel_id join sku k on k.id = l.sku_id order by 1, 2`,
    db`select k.code, p.code as place, l.on_hand, l.unavailable from stock_level l
      join sku k on k.id = l.sku_id join location p on p.id = l.location_id where (l.on_hand, l.unavailable) <> (0, 0) order by 1, 2`,
    db`select external_id, name, kind, state, currency from campaign order by 1`,
    db`select c.external_id as campaign, p.external_id, k.code, p.state from product_ad p
      join campaign c on c.id = p.campaign_id join sku k on k.id = p.sku_id order by 1, 2`,
    db`select p.external_id, s.starts_at, s.spend_minor, s.impressions, s.clicks, s.attributed_units from ad_spend s
      join product_ad p on p.id = s.product_ad_id where s.impressions > 0 or s.spend_minor > 0 order by 1, 2`,
  ]);
  return { orders, lines, returns, listings, levels, campaigns, ads, spend };
}
