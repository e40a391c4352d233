import type { Db } from "@/db/client";
import { gather } from "@/lib/core/gather";
import { type IngestAnswer, ingestRecords, type Sender } from "@/lib/ingest";

/** A single change of stock with its source's id, as systems send them by the hundred a second. */
export interface StockChange {
  delta: number;
  eventId: string;
}

interface From {
  connectionId: number;
  trigger: "api";
  actor: string;
  sender: Sender;
}

/** Changes of one transaction: enough to share its cost, few enough that nobody waits long. */
const TOGETHER_MAX = 500;
const groups = new WeakMap<Db, Map<string, (record: StockChange) => Promise<IngestAnswer>>>();

/**
 * Whether a record can go together with others: its outcome follows from whether it was refused, and its id makes it
 * harmless to send it again when a call of many failed.
 */
export const isStockChange = (record: unknown): record is StockChange =>
  typeof record === "object" &&
  record !== null &&
  "delta" in record &&
  typeof record.delta === "number" &&
  record.delta !== 0 &&
  "eventId" in record &&
  typeof record.eventId === "string";

/**
 * Posts one change; changes of the same source and sender that arrive at the same time share a transaction. Answered only
 * after its commit, like any other record.
 */
export function postStockChange(db: Db, from: From, record: StockChange): Promise<IngestAnswer> {
  const ofDatabase = groups.get(db) ?? new Map<string, (record: StockChange) => Promise<IngestAnswer>>();
  groups.set(db, ofDatabase);
  const key = `${from.connectionId}|${from.sender.key}`;
  let post = ofDatabase.get(key);
  if (!post) {
    post = gather((records: readonly StockChange[]) => postTogether(db, from, records), TOGETHER_MAX);
    ofDatabase.set(key, post);
  }
  return post(record);
}

async function postTogether(db: Db, from: From, records: readonly StockChange[]): Promise<IngestAnswer[]> {
  const ingest = (batch: readonly StockChange[]) =>
    ingestRecords(db, { ...from, kind: "stock", records: batch, single: true });
  if (records.length === 1) return [await ingest(records)];
  const repeats = await repeatsAmong(db, from.connectionId, records);
  const fresh = records.filter((record) => !repeats.has(record));
  const together = fresh.length > 0 ? await ingest(fresh) : null;
  const answers = new Map<StockChange, IngestAnswer>();
  for (const [place, record] of fresh.entries()) {
    const rejected = (together?.rejected ?? [])
      .filter(({ index }) => index === place)
      .map((reject) => ({ ...reject, index: 0 }));
    answers.set(record, { read: 1, accepted: rejected.length > 0 ? 0 : 1, unchanged: 0, rejected });
  }
  for (const record of repeats) answers.set(record, await ingest([record]));
  return records.map((record) => answers.get(record) ?? { read: 1, accepted: 0, unchanged: 1, rejected: [] });
}

/** Records whose event was taken before or stands twice here: asked for one by one, they are answered as unchanged. */
async function repeatsAmong(
  db: Db,
  connectionId: number,
  records: readonly StockChange[],
): Promise<Set<StockChange>> {
  const ids = records.map(({ eventId }) => eventId);
  const known = await db<{ id: string }[]>`
    select external_id as id from record_identity
    where connection_id = ${connectionId} and kind = 'stock' and external_id = any(${ids})`;
  const seen = new Set(known.map(({ id }) => id));
  const repeats = new Set<StockChange>();
  for (const record of records) {
    if (seen.has(record.eventId)) repeats.add(record);
    seen.add(record.eventId);
  }
  return repeats;
}
