import { readPastMoment } from "@/components/past/read-moment";
import { type Db, getDb, type Queryable } from "@/db/client";
import { readKept } from "@/lib/services/past/records/read-kept";
import { type Reaching, readRecords } from "@/lib/services/past/records/read-records";

/**
 * Rows of an export, as of now or of the moment in its address. A past moment is gone with its transaction, so its rows are read
 * to the end within it.
 */
export async function exportRows<Row>(
  db: Db,
  params: URLSearchParams,
  rows: (at: Queryable, now: Date) => AsyncIterable<Row>,
  reach: Reaching = {},
): Promise<AsyncIterable<Row> | Row[]> {
  const asOf = readPastMoment(params.get("asOf"));
  return asOf ? readRecords(db, asOf, (past) => allOf(rows(past, asOf)), reach) : rows(db, new Date());
}

/** The same for what is sold, kept back, imported, alerted and set. */
export async function exportKept<Row>(
  present: Db,
  params: URLSearchParams,
  rows: (at: Queryable, now: Date) => AsyncIterable<Row>,
): Promise<AsyncIterable<Row> | Row[]> {
  const asOf = readPastMoment(params.get("asOf"));
  return asOf ? readKept(getDb(), asOf, (past) => allOf(rows(past, asOf))) : rows(present, new Date());
}

/** All rows at once. */
export async function allOf<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
