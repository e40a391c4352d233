import type { Queryable } from "@/db/client";

/** A query that returns the first differences of a law, each with the count of all. */
export type Check = (tx: Queryable) => PromiseLike<{ what: string; total: number }[]>;
