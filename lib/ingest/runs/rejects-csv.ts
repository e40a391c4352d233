import type { Queryable } from "@/db/client";
import { csvCell } from "@/lib/ingest/runs/csv-cell";

const header = ["line", "field", "code", "reason", "value", "row"];

/** A run's rejects as CSV, a page of rows at a time. Cells that a spreadsheet would calculate are escaped. */
export async function* rejectsCsv(db: Queryable, runId: number): AsyncGenerator<string> {
  yield `${header.join(",")}\r\n`;
  for (let after = 0; ; ) {
    const rows = await db<
      {
        id: number;
        line: number;
        field: string | null;
        code: string;
        reason: string;
        value: string | null;
        raw: string;
      }[]
    >`
      select id, line_no as line, field, code, reason, value, raw from reject
      where run_id = ${runId} and id > ${after} order by id limit 2000`;
    if (rows.length === 0) return;
    yield rows
      .map(
        ({ line, field, code, reason, value, raw }) =>
          `${[line, field, code, reason, value, raw].map(csvCell).join(",")}\r\n`,
      )
      .join("");
    after = rows.at(-1)?.id ?? after;
  }
}
