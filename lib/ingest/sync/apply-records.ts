import type { Db, Tx } from "@/db/client";
import type { RecordKind, SourceRecord } from "@/lib/connectors/live-contract";
import { say } from "@/lib/core/say";
import type { Trigger } from "@/lib/ingest/context";
import { ingestRecords } from "@/lib/ingest/ingest-records";
import { countLag } from "@/lib/ingest/lag";
import type { BatchOutcome, Tally } from "@/lib/ingest/outcome";
import { flagByChecks } from "@/lib/ingest/reconcile/flag-by-checks";
import { type Aliases, loadAliases, renamesSkus, withOurCodes } from "./aliases";
import { noteSourceIds } from "./gone";
import { eventIdOf, type KeptRecord, keepRecords } from "./keep-records";
import { notePlaces } from "./places";

/** What is named comes before what names it. */
export const kindsInOrder: readonly RecordKind[] = [
  "locations",
  "channels",
  "skus",
  "listings",
  "stock",
  "orders",
  "returns",
  "campaigns",
  "product-ads",
  "ad-spend",
];
const recordsAtATime = 1_000;

export interface Applied extends Tally {
  /** Of the rejected: how many wait for something to become known. */
  unmapped: number;
  /** Newest time at the source, ISO 8601. */
  newestEventAt: string | null;
}

/** The run that records are counted in. */
export interface Counting {
  /** Null: there is none yet. Set once a transaction that began it is committed. */
  id: number | null;
  /** Called in each transaction with what became of its records; gives the run's id, if there is one now. */
  count: (tx: Tx, runId: number | null, outcome: BatchOutcome) => Promise<number | null>;
}

export interface ApplyOptions {
  connectionId: number;
  trigger: Trigger;
  /** Read because somebody asked for the past. */
  history?: boolean;
  now?: Date;
  run?: Counting;
}

/**
 * Brings records of a source in, kind by kind, and keeps each as it came in the same transaction. Repeating it changes
 * nothing, so a kill between two kinds is made good by reading the page again.
 */
export async function applySourceRecords(
  db: Db,
  records: readonly SourceRecord[],
  options: ApplyOptions,
): Promise<Applied> {
  const total: Applied = {
    read: 0,
    accepted: 0,
    unchanged: 0,
    rejected: 0,
    unmapped: 0,
    newestEventAt: null,
  };
  if (records.length === 0) return total;
  const aliases = await loadAliases(db, options.connectionId);
  for (const kind of kindsInOrder) {
    const ofKind = records.filter((record) => record.kind === kind);
    for (let at = 0; at < ofKind.length; at += recordsAtATime)
      addUp(
        total,
        await applyCarefully(db, kind, ofKind.slice(at, at + recordsAtATime).map(keptOf), aliases, options),
      );
  }
  return total;
}

const keptOf = (record: SourceRecord): KeptRecord => ({
  eventId: eventIdOf(record),
  externalId: record.id,
  raw: record.raw,
  fields: record.fields,
  eventAt: record.eventAt,
  ...(record.partOf === undefined ? {} : { partOf: record.partOf }),
  ...(record.checks ? { checks: record.checks } : {}),
});

/**
 * The same for records of one kind that may have been kept before. A record that the database itself refuses, for a reason
 * that no check foresaw, becomes a dead letter; the others go in. It is found by halving.
 */
export async function applyCarefully(
  db: Db,
  kind: RecordKind,
  records: readonly KeptRecord[],
  aliases: Aliases,
  options: ApplyOptions,
): Promise<Applied> {
  try {
    return await applyKind(db, kind, records, aliases, options);
  } catch (error) {
    if (!isOfData(error)) throw error;
    const [record] = records;
    if (records.length === 1 && record) return keepRefused(db, kind, record, options);
    const half = Math.ceil(records.length / 2);
    const total = await applyCarefully(db, kind, records.slice(0, half), aliases, options);
    addUp(total, await applyCarefully(db, kind, records.slice(half), aliases, options));
    return total;
  }
}

/** Data exceptions and violated constraints: classes 22 and 23 of SQLSTATE. */
const isOfData = (error: unknown) =>
  error instanceof Error && "code" in error && /^2[23]/.test(String(error.code));

async function keepRefused(
  db: Db,
  kind: RecordKind,
  record: KeptRecord,
  { connectionId }: ApplyOptions,
): Promise<Applied> {
  const eventAt = Number.isNaN(Date.parse(record.eventAt ?? "")) ? null : record.eventAt;
  const why = {
    code: "not_applied",
    reason: "it could not be written; its raw form is kept",
    say: say("live.errors.notApplied"),
  };
  const rejects = [{ ...why, line: 0, field: null, value: null, raw: "" }];
  await db.begin((tx) =>
    keepRecords(tx, { connectionId, kind, records: [{ ...record, eventAt }], rejects, runId: null }),
  );
  return { read: 1, accepted: 0, unchanged: 0, rejected: 1, unmapped: 0, newestEventAt: null };
}

async function applyKind(
  db: Db,
  kind: RecordKind,
  records: readonly KeptRecord[],
  aliases: Aliases,
  options: ApplyOptions,
): Promise<Applied> {
  const { connectionId, trigger, history = false, run } = options;
  const now = options.now ?? new Date();
  const [taken, aside] = await setAside(db, connectionId, kind, records, aliases);
  let unmapped = 0;
  let runId: number | null = null;
  const answer = await ingestRecords(db, {
    connectionId,
    kind,
    records: taken.map(({ fields }) => withOurCodes(kind, fields, aliases)),
    trigger,
    history,
    now,
    conclude: async (tx, outcome) => {
      const counted = {
        ...outcome,
        read: outcome.read + aside.length,
        unchanged: outcome.unchanged + aside.length,
      };
      runId = run ? await run.count(tx, run.id, counted) : null;
      const kept = await keepRecords(tx, {
        connectionId,
        kind,
        records: taken,
        rejects: outcome.rejects,
        runId,
      });
      if (aside.length > 0)
        await keepRecords(tx, { connectionId, kind, records: aside, rejects: [], runId, as: "unchanged" });
      unmapped = kept.unmapped;
      await noteSourceIds(tx, connectionId, sourceIdsOf(kind, taken));
      if (kind === "orders") await flagByChecks(tx, connectionId, records, { named: !renamesSkus(aliases) });
      if (kind === "stock" && !history) await countStockLag(tx, connectionId, taken, kept.firstSeen, now);
    },
  });
  if (run) run.id = runId;
  if (kind === "locations") await notePlaces(db, connectionId, records.map(placeOf));
  return {
    read: answer.read + aside.length,
    accepted: answer.accepted,
    unchanged: answer.unchanged + aside.length,
    rejected: answer.read - answer.accepted - answer.unchanged,
    unmapped,
    newestEventAt: newest(records),
  };
}

/** The source's own ids where they differ from what its records are known by. */
function sourceIdsOf(kind: RecordKind, records: readonly KeptRecord[]) {
  if (kind === "orders")
    return records.map(({ externalId, fields }) => ({
      kind: "order" as const,
      id: externalId,
      ours: String(fields.orderNumber),
    }));
  if (kind !== "listings") return [];
  return records.flatMap(({ partOf, fields }) =>
    partOf === undefined
      ? []
      : [{ kind: "product" as const, id: partOf, ours: String(fields.listingId ?? fields.sku) }],
  );
}

const placeOf = ({ fields }: KeptRecord) => ({
  code: String(fields.code ?? ""),
  name: String(fields.name ?? fields.code ?? ""),
});

/**
 * What is kept and changes nothing: places that stand for a location of ours, whose facts are our own, and readings of
 * places whose stock the account does not keep.
 */
async function setAside(
  db: Db,
  connectionId: number,
  kind: RecordKind,
  records: readonly KeptRecord[],
  aliases: Aliases,
): Promise<[taken: readonly KeptRecord[], aside: readonly KeptRecord[]]> {
  const split = (isAside: (record: KeptRecord) => boolean) =>
    [records.filter((record) => !isAside(record)), records.filter(isAside)] as [KeptRecord[], KeptRecord[]];
  if (kind === "locations")
    return split(({ fields }) => {
      const ours = aliases.get(`location:${fields.code}`);
      return ours !== undefined && ours !== fields.code;
    });
  if (kind !== "stock") return [records, []];
  const codes = new Set(records.flatMap(({ fields }) => (fields.location ? [String(fields.location)] : [])));
  const places = await notePlaces(
    db,
    connectionId,
    [...codes].map((code) => ({ code, name: code })),
  );
  // A place that is no location of ours yet has its readings wait for it.
  return split(({ fields }) => {
    const place = places.get(String(fields.location));
    return place !== undefined && place.locationId !== null && !place.keeps;
  });
}

/** Readings of stock carry no version, so what is new is told by the record itself. */
async function countStockLag(
  tx: Tx,
  connectionId: number,
  records: readonly KeptRecord[],
  firstSeen: readonly string[],
  now: Date,
): Promise<void> {
  const fresh = new Set(firstSeen);
  const times = records.flatMap(({ eventId, eventAt }) => (fresh.has(eventId) && eventAt ? [eventAt] : []));
  await countLag(tx, connectionId, "stock", times, now);
}

const newest = (records: readonly KeptRecord[]): string | null =>
  records.reduce<string | null>(
    (latest, { eventAt }) =>
      eventAt !== null && (latest === null || Date.parse(eventAt) > Date.parse(latest)) ? eventAt : latest,
    null,
  );

function addUp(total: Applied, more: Applied): void {
  total.read += more.read;
  total.accepted += more.accepted;
  total.unchanged += more.unchanged;
  total.rejected += more.rejected;
  total.unmapped += more.unmapped;
  if (
    more.newestEventAt &&
    (!total.newestEventAt || Date.parse(more.newestEventAt) > Date.parse(total.newestEventAt))
  )
    total.newestEventAt = more.newestEventAt;
}
