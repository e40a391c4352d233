import type { Queryable } from "@/db/client";

/** Counts what is unusual in the batch's lines, whatever became of them, for the account of the import. */
export async function countOddities(tx: Queryable): Promise<Record<string, number>> {
  const [row] = await tx<Record<string, number>[]>`
    select count(*) filter (where kind = 'credit') as "creditLines",
      count(*) filter (where kind = 'charge') as "chargeLines",
      count(*) filter (where kind = 'adjustment' and quantity < 0) as "stockLoweredLines",
      count(*) filter (where kind = 'adjustment' and quantity > 0) as "stockRaisedLines",
      count(*) filter (where unit_price <= 0) as "priceNotPositive",
      count(*) filter (where customer is null) as "customerMissing",
      count(*) - count(distinct raw_hash) as "exactRepeats"
    from order_batch_line`;
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, count]) => count > 0));
}
