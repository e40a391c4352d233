import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

export interface Want {
  skuId: number;
  originId: number;
  quantity: number;
}

/**
 * Locks the donors' levels until the transaction ends and checks that each still has what is wanted of it, so that two
 * transfers never drain one donor. Throws Conflict that names the first place which has not.
 */
export async function checkDonors(tx: Tx, wants: readonly Want[]): Promise<void> {
  const rows = await tx<{ sku: string; origin: string; wanted: number; available: number | null }[]>`
    with want as (
      select w.sku, w.origin, sum(w.quantity)::int as quantity
      from jsonb_to_recordset(${tx.json(wants.map((w) => ({ sku: w.skuId, origin: w.originId, quantity: w.quantity })))})
        as w (sku int, origin smallint, quantity int) group by 1, 2),
    held as (
      select l.sku_id, l.location_id, l.available from stock_level l
      join want w on w.sku = l.sku_id and w.origin = l.location_id
      order by l.sku_id, l.location_id for update of l)
    select s.code as sku, o.name as origin, w.quantity as wanted, h.available
    from want w
    join sku s on s.id = w.sku
    join location o on o.id = w.origin
    left join held h on h.sku_id = w.sku and h.location_id = w.origin
    where h.available is null or h.available < w.quantity
    order by s.code, o.name`;
  const [first] = rows;
  if (!first) return;
  const has = first.available === null ? "an unknown number" : `${Math.max(0, first.available)}`;
  throw new Conflict(
    `${first.origin} has ${has} of ${first.sku} left to give, not ${first.wanted}: another order or transfer took them. Nothing was moved; choose a smaller quantity.`,
    {
      say:
        first.available === null
          ? say("refusals.stock.unknown", { place: first.origin, sku: first.sku, wanted: first.wanted })
          : say("refusals.stock.short", {
              place: first.origin,
              sku: first.sku,
              units: Math.max(0, first.available),
              wanted: first.wanted,
            }),
      details: { short: rows.map((row) => ({ ...row })) },
    },
  );
}
