import { createHash } from "node:crypto";

/**
 * A backup is gzip over lines: a header, then for each table a `table` line, its rows as PostgreSQL's COPY writes them
 * (`zcat` shows them), a line `\.` and a line with the count, and last an `end` line with the SHA-256 of all before it.
 */
export const formatVersion = 1;

/** First line: what must fit before anything is restored. */
export interface BackupHeader {
  plimsollBackup: typeof formatVersion;
  madeAt: string;
  /** Migrations applied, in order, each with the hash of its text. */
  migrations: { name: string; hash: string }[];
  /** First days of the months that have partitions. */
  months: string[];
}

/** Before a table's rows. Names are quoted as SQL needs them. */
export interface TableHeader {
  table: string;
  columns: string[];
}

/** After a table's rows. */
export interface TableFooter {
  rows: number;
}

/** Last line. */
export interface BackupFooter {
  end: true;
  tables: number;
  rows: number;
  sequences: { name: string; value: string }[];
  sha256: string;
}

/** COPY ends its rows with this line; no row can look like it. */
export const endOfRows = Buffer.from("\\.\n");

const newline = 10;

/** Lines in a piece of COPY text, which has exactly one a row. */
export function countLines(piece: Buffer): number {
  let lines = 0;
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) lines++;
  return lines;
}

/** SHA-256 over pieces as they pass. */
export function runningHash() {
  const hash = createHash("sha256");
  return { add: (piece: Buffer | string) => hash.update(piece), hex: () => hash.digest("hex") };
}
