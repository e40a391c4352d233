import { createHash } from "node:crypto";
import type { Tx } from "@/db/client";
import { say } from "@/lib/core/say";
import { explain, fieldReason } from "@/lib/ingest/reasons";
import type { Campaign } from "../campaigns";
import { channels } from "../channels";
import { connections } from "../connections";
import { type CopyValue, copyRows } from "../copy";
import { channelConnection } from "../mistakes";
import { randomStream } from "../random";
import type { SimulatedCompany } from "../simulate";
import { DAY_MS, HOUR_MS } from "../types";

const RUN_DAYS = 2;
const LAG_DAYS = 30;

const bucketOf = (seconds: number) => Math.floor(Math.log(Math.max(seconds, 1)) / Math.log(1.1));
const hourOf = (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS;

/** Time from event to visible, as a histogram a connection, stream and hour: of orders as it was, of the others as usual there. */
export async function writeLag(tx: Tx, company: SimulatedCompany): Promise<void> {
  const random = randomStream(company.seed, "lag");
  const now = company.now.getTime();
  const counts = new Map<string, number>();
  const count = (connection: number, stream: string, visible: number, seconds: number) => {
    const key = `${connection}|${stream}|${hourOf(visible)}|${bucketOf(seconds)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const order of company.orders) {
    const visible = Math.min(order.placedAt + order.lagMs, now);
    if (now - visible < LAG_DAYS * DAY_MS)
      count(channelConnection(order.channel), "orders", visible, (visible - order.placedAt) / 1000);
  }
  for (const [at, connection] of connections.entries()) {
    if (connection.role === "channel") continue;
    for (let hour = now - LAG_DAYS * DAY_MS; hour < now - connection.confirmedAgoMs; hour += HOUR_MS)
      for (let n = 0; n < (connection.role === "ads" ? 2 : 6); n++)
        count(
          at + 1,
          connection.role === "ads" ? "ad-spend" : "stock",
          hour,
          connection.lagMedianSeconds * random.logNormal(connection.lagSpread),
        );
  }
  await copyRows(
    tx,
    "sync_lag",
    ["connection_id", "stream", "hour", "bucket", "count"],
    [...counts].map(([key, n]): CopyValue[] => {
      const [connection = "", stream = "", hour = "", bucket = ""] = key.split("|");
      return [Number(connection), stream, new Date(Number(hour)), Number(bucket), n];
    }),
  );
}

const failures = [
  {
    english:
      "The vendor answered HTTP 503 four times in a row. Nothing was read; the next run starts at the same place.",
    say: say("refusals.reading.failing", { status: "503", count: 4 }),
  },
  {
    english:
      "The vendor's answer broke off after 1,310 of 2,000 records. Nothing of it was applied; the next run repeats it.",
    say: say("refusals.reading.brokeOff", { read: 1_310, total: 2_000 }),
  },
  {
    english: "HTTP 429: the vendor asked to wait 180 seconds. The run was given up and repeated later.",
    say: say("refusals.reading.slowDown", { seconds: 180 }),
  },
];
const tillIsOff = {
  english: "No answer: the till's computer cannot be reached.",
  say: say("refusals.reading.noAnswer"),
};
const oddRows = [
  {
    ...explain("unknown_sku", "PLM-0913"),
    raw: '{"orderNumber":"4800771203","sku":"PLM-0913","quantity":1,"unitPrice":"24.97"}',
  },
  {
    field: "placedAt",
    ...fieldReason("ambiguous_date", {
      first: "2026-04-03",
      firstFormat: "dd/MM/yyyy",
      second: "2026-03-04",
      secondFormat: "MM/dd/yyyy",
    }),
    value: "03/04/2026",
    raw: '{"orderNumber":"4800771377","placedAt":"03/04/2026","sku":"PLM-0041","quantity":2}',
  },
  {
    field: "quantity",
    ...fieldReason("not_whole", { number: "1.5" }),
    value: "1.5",
    raw: '{"orderNumber":"4800772011","sku":"PLM-0107","quantity":"1.5","unitPrice":"18.97"}',
  },
  {
    field: "unitPrice",
    ...fieldReason("spreadsheet_error", { error: "#REF!" }),
    value: "#REF!",
    raw: '{"orderNumber":"4800772040","sku":"PLM-0220","quantity":1,"unitPrice":"#REF!"}',
  },
];

/** Hourly runs of the last days, a few failed, a few with rows that could not be read. */
export async function writeRuns(tx: Tx, company: SimulatedCompany): Promise<void> {
  const random = randomStream(company.seed, "runs");
  const now = company.now.getTime();
  const ordersByHour = new Map<string, number>();
  for (const order of company.orders) {
    const key = `${channelConnection(order.channel)}|${hourOf(Math.min(order.placedAt + order.lagMs, now))}`;
    ordersByHour.set(key, (ordersByHour.get(key) ?? 0) + 1);
  }
  const runs: CopyValue[][] = [];
  const rejects: CopyValue[][] = [];
  const first = hourOf(now - RUN_DAYS * DAY_MS);
  for (let hour = first; hour < now - 10 * 60_000; hour += HOUR_MS) {
    for (const [at, c] of connections.entries()) {
      const start = hour + HOUR_MS + random.int(0, 240) * 1000;
      if (start > now - Math.min(c.confirmedAgoMs, 10 * HOUR_MS)) continue;
      const silent = c.key === "pos-sg" && start > now - c.confirmedAgoMs;
      const failed = silent || random.chance(c.key === "lazada-sg" ? 0.12 : 0.006);
      const kind = c.role === "channel" ? "orders" : c.role === "ads" ? "ad-spend" : "stock";
      const fresh = failed
        ? 0
        : kind === "orders"
          ? (ordersByHour.get(`${at + 1}|${hour}`) ?? 0)
          : random.int(4, 60);
      const odd = !failed && kind === "orders" && random.chance(0.04) ? random.pick(oddRows) : undefined;
      const unchanged = failed ? 0 : random.int(0, 40);
      const failure = silent ? tillIsOff : failed ? random.pick(failures) : null;
      const id = runs.length + 1;
      runs.push([
        id,
        at + 1,
        kind,
        "poll",
        failed ? "failed" : "done",
        fresh + unchanged + (odd ? 1 : 0),
        fresh,
        unchanged,
        odd ? 1 : 0,
        failure?.english ?? null,
        failure ? { json: failure.say } : null,
        "sample",
        new Date(start),
        new Date(start),
        new Date(start + random.int(2, 50) * 1000),
      ]);
      if (odd)
        rejects.push([id, fresh + 1, odd.field, odd.code, odd.reason, { json: odd.say }, odd.value, odd.raw]);
    }
  }
  await copyRows(
    tx,
    "sync_run",
    [
      "id",
      "connection_id",
      "kind",
      "trigger",
      "state",
      "read_count",
      "accepted_count",
      "unchanged_count",
      "rejected_count",
      "error",
      "error_say",
      "actor",
      "queued_at",
      "started_at",
      "finished_at",
    ],
    runs,
  );
  await copyRows(
    tx,
    "reject",
    ["run_id", "line_no", "field", "code", "reason", "say", "value", "raw"],
    rejects,
  );
}

/** Who is who at the source, so that a later delivery of the same record finds the one that is here. */
export async function writeIdentities(
  tx: Tx,
  company: SimulatedCompany,
  campaigns: readonly Campaign[],
): Promise<void> {
  const hashOf = (id: string) => createHash("sha256").update(`sample/${id}`).digest();
  await copyRows(
    tx,
    "record_identity",
    ["connection_id", "kind", "external_id", "entity_id", "placed_at", "content_hash"],
    (function* () {
      for (const o of company.orders)
        yield [
          channelConnection(o.channel),
          "orders",
          o.externalId,
          o.id,
          new Date(o.placedAt),
          hashOf(o.externalId),
        ];
      for (const [at, r] of company.returns.entries()) {
        const id = `RMA-${r.orderId}-${r.lineNo}`;
        yield [channelConnection(r.channel), "returns", id, at + 1, null, hashOf(id)];
      }
      for (const l of company.listings) {
        const id = `${channels[l.channel]?.code}|${l.externalId}`;
        yield [channelConnection(l.channel), "listings", id, l.id, null, hashOf(id)];
      }
      for (const c of campaigns) {
        yield [c.connection, "campaigns", c.externalId, c.id, null, hashOf(c.externalId)];
        for (const ad of c.ads) {
          const id = `${c.externalId}|${ad.externalId}`;
          yield [c.connection, "product-ads", id, ad.id, null, hashOf(id)];
        }
      }
    })(),
  );
}
