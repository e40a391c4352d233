import { readPastMoment } from "@/components/past/read-moment";
import { type Db, getDb, type Queryable } from "@/db/client";
import { readKept } from "@/lib/services/past/records/read-kept";

/** Asks `present` as of now, or of the moment in an address, for what is sold, kept back, imported, alerted and set. */
export function readAt<T>(
  asOf: Date | null,
  ask: (db: Queryable, now: Date) => Promise<T>,
  present: Db = getDb(),
): Promise<T> {
  return asOf ? readKept(getDb(), asOf, (past) => ask(past, asOf)) : ask(present, new Date());
}

/** The same for a page of a list that a table asks for further on. */
export const readPageAt = <T>(
  params: URLSearchParams,
  ask: (db: Queryable, now: Date) => Promise<T>,
  present?: Db,
): Promise<T> => readAt(readPastMoment(params.get("asOf")), ask, present);
