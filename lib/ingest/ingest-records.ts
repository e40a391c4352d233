import type { Db } from "@/db/client";
import { applyRecords } from "./apply/apply";
import type { CheckedRecord } from "./apply/contract";
import { checkRecord } from "./check/record";
import { plainSettings } from "./check/settings";
import { type IngestContext, loadContext, type Trigger } from "./context";
import { ingestOrders } from "./ingest-orders";
import type { BatchOutcome, Reject, Tally } from "./outcome";
import { ensureMonths, monthsOf } from "./partitions";
import { accountSingly, accountTogether, type Conclude, type Sender } from "./readings-of-source";
import { asFields, notAnObject } from "./record-fields";
import type { Kind } from "./schemas/index";
import { poolTransaction } from "./transaction";

/** What became of records, with the reason for each that was refused; `index` counts from 0. */
export interface IngestAnswer extends Omit<Tally, "rejected"> {
  rejected: { index: number; field: string | null; code: string; reason: string }[];
}

/**
 * Brings records in by the same checks and the same statements as files do, in one transaction: what it answers as
 * accepted is committed, and so is the sender's word that it came. A record that is refused does not hold back the
 * others. `single`: records that came one by one share an account. `conclude`: the caller keeps the account itself, inside
 * the transaction of the records. `history`: they are read because somebody asked for the past, so their age says nothing
 * about lag. Throws NotFound when the connection is not there. Up to some thousand records a call; more should be cut.
 */
export async function ingestRecords(
  db: Db,
  given: {
    connectionId: number;
    kind: Kind;
    records: readonly unknown[];
    trigger: Trigger;
    actor?: string;
    now?: Date;
    sender?: Sender;
    single?: boolean;
    conclude?: Conclude;
    runId?: number;
    history?: boolean;
  },
): Promise<IngestAnswer> {
  const context = await loadContext(db, given);
  const { kind, records, sender, single } = given;
  const work = (conclude: Conclude) =>
    kind === "orders"
      ? ingestOrders(db, context, records, conclude)
      : ingestPlain(db, context, kind, records, conclude);
  const outcome = given.conclude
    ? await work(given.conclude)
    : sender && !single
      ? await accountTogether(context, kind, sender, work)
      : await accountSingly(db, context, kind, sender ?? null, work);
  const { read, accepted, unchanged, rejects } = outcome;
  const rejected = rejects.map(({ line, field, code, reason }) => ({ index: line, field, code, reason }));
  return { read, accepted, unchanged, rejected };
}

async function ingestPlain(
  db: Db,
  context: IngestContext,
  kind: Exclude<Kind, "orders">,
  given: readonly unknown[],
  conclude: Conclude,
): Promise<BatchOutcome> {
  const records: CheckedRecord[] = [];
  const rejects: Reject[] = [];
  const refused = new Set<number>();
  for (const [line, value] of given.entries()) {
    const fields = asFields(value);
    const outcome = fields && checkRecord(kind, (field) => fields[field], plainSettings);
    if (outcome?.ok) records.push({ line, record: outcome.record, raw: "" });
    else {
      refused.add(line);
      rejects.push(
        ...(outcome
          ? outcome.problems.map((problem) => ({ line, raw: "", ...problem }))
          : [notAnObject(line)]),
      );
    }
  }
  await ensureMonths(db, db, monthsOf(kind, context, records));
  return await poolTransaction(db, async (tx) => {
    const applied = await applyRecords(tx, context, kind, records);
    const outcome = {
      ...applied,
      read: given.length,
      rejected: applied.rejected + refused.size,
      rejects: [...rejects, ...applied.rejects],
    };
    await conclude(tx, outcome);
    return outcome;
  });
}
