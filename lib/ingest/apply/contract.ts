import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import type { BatchOutcome, Reject } from "@/lib/ingest/outcome";
import { explain, type RecordReason } from "@/lib/ingest/reasons";

/** A record that passed its checks. */
export interface CheckedRecord {
  line: number;
  record: Record<string, unknown>;
  /** The row as it arrived. */
  raw: string;
}

/** A record that is newer than what is known of it. */
export interface Item {
  line: number;
  externalId: string;
  record: Record<string, unknown>;
}

export interface Applied {
  /** What each line became. */
  entityIds: ReadonlyMap<number, number>;
  rejects: readonly { line: number; code: RecordReason; value: string | null }[];
}

/** How one kind of record is told apart and written. */
export interface KindApplier {
  /** The record's identity at its source. */
  identify: (record: Record<string, unknown>) => string;
  apply: (tx: Queryable, context: IngestContext, items: readonly Item[]) => Promise<Applied>;
}

/** The account of a batch: every record is accepted, unchanged or rejected. */
export function outcomeOf(
  records: readonly CheckedRecord[],
  applied: Applied,
  unchanged: number,
): BatchOutcome {
  const raws = new Map(records.map(({ line, raw }) => [line, raw]));
  const rejects: Reject[] = applied.rejects.map(({ line, code, value }) => ({
    line,
    raw: raws.get(line) ?? "",
    ...explain(code, value),
  }));
  const rejected = new Set(rejects.map(({ line }) => line)).size;
  return {
    read: records.length,
    accepted: records.length - unchanged - rejected,
    unchanged,
    rejected,
    rejects,
    notes: {},
  };
}
