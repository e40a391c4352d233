import type { Queryable } from "@/db/client";
import { listRejects, type RejectRow } from "@/db/queries/imports";
import { csvCell } from "@/lib/ingest/runs/csv-cell";

const header = ["line", "field", "code", "reason", "value", "row"];

/**
 * A run's rejects as CSV, a page of rows at a time. Cells that a spreadsheet would calculate are escaped. The reasons are
 * English, or what `words` makes of them.
 */
export async function* rejectsCsv(
  db: Queryable,
  runId: number,
  words: (reject: Pick<RejectRow, "code" | "reason" | "say">) => string = ({ reason }) => reason,
): AsyncGenerator<string> {
  yield `${header.join(",")}\r\n`;
  for (let after = 0; ; ) {
    const rows = await listRejects(db, { runId, after, limit: 2_000 });
    if (rows.length === 0) return;
    yield rows
      .map(
        ({ line, field, code, reason, say, value, raw }) =>
          `${[line, field, code, words({ code, reason, say }), value, raw].map(csvCell).join(",")}\r\n`,
      )
      .join("");
    after = rows.at(-1)?.id ?? after;
  }
}
