import type { Db, Queryable } from "@/db/client";
import { transaction } from "@/lib/ingest/transaction";
import { type CreditMatch, computeCreditMatches, type NettingLine } from "./compute";
import { writeMatches } from "./write";

const keysAtATime = 20_000;

interface Row extends NettingLine {
  key: string;
  kind: "sale" | "credit";
}

/**
 * Sets every pending credit of a source against its sales anew, a transaction for each few thousand customers' SKUs.
 * Safe to repeat and to be killed: a key stays pending until its matches are written.
 */
export async function netCredits(connection: Db, connectionId: number): Promise<Record<string, number>> {
  for (;;) {
    const done = await transaction(connection, (tx) => netPending(tx, connectionId));
    if (done < keysAtATime) break;
  }
  return await creditCounts(connection, connectionId);
}

/** The same for a few orders inside the caller's transaction. Returns how many keys were pending. */
export async function netPending(tx: Queryable, connectionId: number): Promise<number> {
  await tx`
    create temp table if not exists credit_key_now (customer_ref text, sku_id int) on commit delete rows`;
  const taken = await tx`
    with keys as (
      select customer_ref, sku_id from credit_key where connection_id = ${connectionId} and pending
      order by customer_ref, sku_id limit ${keysAtATime} for update
    ), cleared as (
      update credit_key k set pending = false from keys
      where k.connection_id = ${connectionId} and k.customer_ref = keys.customer_ref and k.sku_id = keys.sku_id
    )
    insert into credit_key_now select customer_ref, sku_id from keys`;
  if (taken.count === 0) return 0;
  await tx`analyze credit_key_now`;
  const rows = await tx<Row[]>`
    select o.customer_ref || '|' || l.sku_id as key, l.kind, l.order_id as "orderId", l.line_no as "lineNo", o.external_id as "externalId",
      (extract(epoch from l.placed_at) * 1000)::float8 as "placedAtMs", l.unit_price::text as "unitPrice",
      case when l.kind = 'credit' then -l.quantity else l.quantity - l.cancelled_quantity
        + coalesce((select sum(quantity) from credit_match m where m.order_id = l.order_id and m.line_no = l.line_no), 0)::int end as units
    from credit_key_now k
    join order_line l on l.sku_id = k.sku_id and l.kind in ('sale', 'credit') and l.unit_price is not null
    join sales_order o on o.id = l.order_id and o.placed_at = l.placed_at
      and o.connection_id = ${connectionId} and o.customer_ref = k.customer_ref`;
  const groups = groupByKey(rows);
  const matches: CreditMatch[] = [];
  for (const lines of groups.values()) {
    const of = (kind: Row["kind"]) => lines.filter((line) => line.kind === kind && line.units > 0);
    matches.push(...computeCreditMatches(of("sale"), of("credit")));
  }
  await writeMatches(tx, connectionId, matches);
  return taken.count;
}

function groupByKey(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.key);
    if (group) group.push(row);
    else groups.set(row.key, [row]);
  }
  return groups;
}

/** Credit lines of a source and how far they are matched; unmatched ones stay visible and are no revenue. */
export async function creditCounts(db: Db, connectionId: number): Promise<Record<string, number>> {
  const [row] = await db<{ whole: number; part: number; none: number; units: number }[]>`
    select count(*) filter (where matched = units)::int as whole, count(*) filter (where matched > 0 and matched < units)::int as part,
      count(*) filter (where matched = 0)::int as none, coalesce(sum(matched), 0)::int as units
    from (
      select -l.quantity as units, coalesce(sum(m.quantity), 0)::int as matched
      from order_line l
      join sales_order o on o.id = l.order_id and o.placed_at = l.placed_at and o.connection_id = ${connectionId}
      left join credit_match m on m.credit_order_id = l.order_id and m.credit_line_no = l.line_no
      where l.kind = 'credit' group by l.order_id, l.line_no, l.quantity
    ) credits`;
  if (!row || row.whole + row.part + row.none === 0) return {};
  return {
    creditLinesMatched: row.whole,
    creditLinesPartlyMatched: row.part,
    creditLinesUnmatched: row.none,
    unitsTakenBack: row.units,
  };
}
