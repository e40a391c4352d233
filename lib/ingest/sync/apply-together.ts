import type { Db } from "@/db/client";
import type { SourceRecord } from "@/lib/connectors/live-contract";
import { applySourceRecords } from "./apply-records";

const recordsMax = 500;

interface Waiting {
  records: readonly SourceRecord[];
  done: () => void;
  failed: (error: unknown) => void;
}

/** Of each account: what waits while a batch is being written. */
const waiting = new WeakMap<Db, Map<number, Waiting[]>>();

/**
 * Applies the records of one call-back. Calls that come while others of the account are being written are written together
 * next, since orders of one source go in one transaction at a time anyway. Resolves once they are committed; when a batch
 * fails, all its calls do, and the vendor makes them again.
 */
export function applyTogether(db: Db, connectionId: number, records: readonly SourceRecord[]): Promise<void> {
  return new Promise((done, failed) => {
    const ofDatabase = waiting.get(db) ?? new Map<number, Waiting[]>();
    waiting.set(db, ofDatabase);
    const queue = ofDatabase.get(connectionId);
    if (queue) queue.push({ records, done, failed });
    else {
      ofDatabase.set(connectionId, []);
      void writeOnAndOn(db, connectionId, ofDatabase, [{ records, done, failed }]);
    }
  });
}

async function writeOnAndOn(
  db: Db,
  connectionId: number,
  ofDatabase: Map<number, Waiting[]>,
  first: Waiting[],
): Promise<void> {
  for (let batch = first; batch.length > 0; batch = takeBatch(ofDatabase.get(connectionId) ?? [])) {
    try {
      const records = batch.flatMap((one) => one.records);
      await applySourceRecords(db, records, { connectionId, trigger: "webhook" });
      for (const { done } of batch) done();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
  ofDatabase.delete(connectionId);
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let records = 0;
  let calls = 0;
  for (const one of queue) {
    records += one.records.length;
    if (calls > 0 && records > recordsMax) break;
    calls++;
  }
  return queue.splice(0, calls);
}
