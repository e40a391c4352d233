import type { Reason } from "./reasons";

/** One reason why one record was not taken. `line` is the file's line, or the record's index from 0. */
export interface Reject extends Reason {
  line: number;
  field: string | null;
  value: string | null;
  raw: string;
}

/** What became of the records of a batch: read = accepted + unchanged + rejected. */
export interface Tally {
  read: number;
  accepted: number;
  unchanged: number;
  rejected: number;
}

export interface BatchOutcome extends Tally {
  rejects: Reject[];
  /** Counted oddities by name. */
  notes: Record<string, number>;
}

export const emptyOutcome = (): BatchOutcome => ({
  read: 0,
  accepted: 0,
  unchanged: 0,
  rejected: 0,
  rejects: [],
  notes: {},
});

/** Adds the counts of one batch to another's; rejects are joined. */
export function addOutcome(total: BatchOutcome, more: BatchOutcome): void {
  total.read += more.read;
  total.accepted += more.accepted;
  total.unchanged += more.unchanged;
  total.rejected += more.rejected;
  for (const reject of more.rejects) total.rejects.push(reject);
  for (const [name, count] of Object.entries(more.notes))
    total.notes[name] = (total.notes[name] ?? 0) + count;
}
