import type { Tx } from "@/db/client";

/** What has come in of a transfer whose receiver counts its shelves and names no transfer. */
export interface Arrived {
  /** Of the oldest of the readings that tell it. */
  asOf: Date;
  lines: { lineNo: number; quantity: number }[];
}

/**
 * Units of a transfer that have arrived, as the stock of its destination shows: what its keeper's readings found there
 * since the goods left and no order, transfer or count explains, and what was recognised of it before, at most what was
 * shipped. Null while a shelf of it has
 * not been read since, because unknown is not zero.
 */
export async function arrivedUnits(
  tx: Tx,
  transferId: number,
  connectionId: number,
): Promise<Arrived | null> {
  const rows = await tx<{ lineNo: number; units: number; asOf: Date | null }[]>`
    select l.line_no as "lineNo", r.as_of as "asOf",
      greatest(0, least(coalesce(l.shipped_quantity, l.quantity), coalesce(l.received_quantity, 0) + coalesce(found.units, 0)))::int as units
    from transfer_line l join transfer_order t on t.id = l.transfer_id
    left join stock_reading r on r.sku_id = l.sku_id and r.location_id = l.destination_id and r.measure = 'on_hand'
      and r.connection_id = ${connectionId} and r.as_of >= t.shipped_at
    left join lateral (
      select sum(case when m.to_place_id = p.id then m.quantity else -m.quantity end) as units
      from place p join stock_move m on m.sku_id = l.sku_id and m.occurred_at >= t.shipped_at and m.reason = 'reading'
        and ((m.to_place_id = p.id and m.from_place_id = 4) or (m.from_place_id = p.id and m.to_place_id = 4))
      where p.kind = 'stock' and p.location_id = l.destination_id) found on true
    where l.transfer_id = ${transferId} and t.shipped_at is not null order by l.line_no`;
  const [first] = rows;
  if (!first || rows.some(({ asOf }) => asOf === null)) return null;
  const asOf = rows.reduce((least, row) => (row.asOf && row.asOf < least ? row.asOf : least), new Date());
  return { asOf, lines: rows.map(({ lineNo, units }) => ({ lineNo, quantity: units })) };
}
