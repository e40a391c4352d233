import { Invalid } from "@/lib/core/errors";
import {
  type BackupFooter,
  type BackupHeader,
  endOfRows,
  formatVersion,
  runningHash,
  type TableFooter,
  type TableHeader,
} from "./format";

/** What a reader of a backup is told, in the order of the file. */
export interface BackupReader {
  header: (header: BackupHeader) => Promise<void>;
  tableStart: (table: TableHeader) => Promise<void>;
  rows: (piece: Buffer) => Promise<void>;
  tableEnd: (footer: TableFooter) => Promise<void>;
}

const damaged = (what: string) =>
  new Invalid(
    `The backup is damaged (${what}): nothing was restored. Take another copy of the file, or another backup.`,
    { say: null },
  );

const unreadableLine = () => damaged("a line between two tables cannot be read");

/**
 * Reads the unpacked bytes of a backup piece by piece, in constant memory. Returns the last line when it is there and
 * its checksum fits; throws Invalid with one sentence otherwise.
 */
export async function parseBackup(
  pieces: AsyncIterable<Buffer>,
  reader: BackupReader,
): Promise<BackupFooter> {
  const hash = runningHash();
  let rest: Buffer = Buffer.alloc(0);
  let state: "header" | "table" | "rows" | "count" | "done" = "header";
  let footer: BackupFooter | null = null;

  const nextLine = (): string | null => {
    const end = rest.indexOf("\n");
    if (end < 0) return null;
    const line = rest.subarray(0, end).toString("utf8");
    if (!(state === "table" && line.startsWith('{"end"'))) hash.add(rest.subarray(0, end + 1));
    rest = rest.subarray(end + 1);
    return line;
  };

  /** Hands rows on up to the end mark; keeps back what may be the beginning of it. False when more bytes are needed. */
  const passRows = async (): Promise<boolean> => {
    const marked = rest.subarray(0, endOfRows.length).equals(endOfRows) ? 0 : rest.indexOf("\n\\.\n") + 1;
    const ended = marked > 0 || rest.subarray(0, endOfRows.length).equals(endOfRows);
    // Whole lines only, so that the mark is always looked for at the beginning of a line.
    const upTo = ended ? marked : rest.lastIndexOf("\n") + 1;
    if (upTo > 0) {
      hash.add(rest.subarray(0, upTo));
      await reader.rows(rest.subarray(0, upTo));
      rest = rest.subarray(upTo);
    }
    if (!ended) return false;
    hash.add(endOfRows);
    rest = rest.subarray(endOfRows.length);
    state = "count";
    return true;
  };

  const step = async (): Promise<boolean> => {
    if (state === "rows") return passRows();
    const line = state === "done" ? null : nextLine();
    if (line === null) return false;
    if (state === "header") {
      await reader.header(asHeader(line));
      state = "table";
    } else if (state === "count") {
      await reader.tableEnd(asJson<TableFooter>(line));
      state = "table";
    } else if (line.startsWith('{"end"')) {
      footer = asJson<BackupFooter>(line);
      state = "done";
    } else {
      await reader.tableStart(asTableHeader(line));
      state = "rows";
    }
    return true;
  };

  try {
    for await (const piece of pieces) {
      rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      while (await step()) {}
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw damaged("it cannot be unpacked to its end");
    throw error;
  }
  const last = footer as BackupFooter | null;
  if (!last) throw damaged("its end is missing");
  if (last.sha256 !== hash.hex()) throw damaged("its checksum does not fit");
  return last;
}

function asHeader(line: string): BackupHeader {
  if (!line.startsWith('{"plimsollBackup":')) {
    throw new Invalid(
      "This file is no backup of Plimsoll: name one that `npx plimsoll backup` has written.",
      { say: null },
    );
  }
  const header = asJson<BackupHeader>(line);
  if (header.plimsollBackup === formatVersion) return header;
  throw new Invalid(
    `This backup has format ${header.plimsollBackup}, which this version of Plimsoll does not know: restore it with a newer one.`,
    { say: null },
  );
}

function asTableHeader(line: string): TableHeader {
  const header = asJson<Partial<TableHeader>>(line);
  if (typeof header.table !== "string" || !Array.isArray(header.columns)) throw unreadableLine();
  return { table: header.table, columns: header.columns };
}

function asJson<T>(line: string): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw unreadableLine();
  }
}
