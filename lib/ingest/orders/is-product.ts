import type { PendingQuery, Row } from "postgres";
import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";

/**
 * Whether a code that only orders name stands for a product, by the import's list of codes that do not; one that ends in
 * an asterisk stands for all codes that begin with it.
 */
export const isProduct = (
  tx: Queryable,
  context: IngestContext,
  column: "sku" | "s.sku",
): PendingQuery<Row[]> =>
  tx`not exists (select from unnest(${context.options.notProducts}::text[]) p
    where ${tx(column)} = p or (p like '%*' and starts_with(${tx(column)}, rtrim(p, '*'))))`;
