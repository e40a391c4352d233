import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";

export interface StockReading {
  line: number;
  skuId: number;
  locationId: number;
  at: string;
  /** False: the source gave no time, so the same level again is the same reading. */
  given: boolean;
  onHand: number;
  unavailable: number | null;
  reason: string;
}

/**
 * Takes readings of shelves: each that is newer than the shelf's last one is kept and explained by a move. Several
 * readings of one shelf are taken one after another. Returns the lines that were taken.
 */
export async function applyReadings(
  tx: Queryable,
  context: IngestContext,
  readings: readonly StockReading[],
): Promise<number[]> {
  const lines: number[] = [];
  for (const round of rounds(readings)) lines.push(...(await takeRound(tx, context, round)));
  return lines;
}

/** Rounds in which each shelf is read once at most, earlier readings first. */
function rounds(readings: readonly StockReading[]): StockReading[][] {
  const out: StockReading[][] = [];
  const seen = new Map<string, number>();
  const inTime = [...readings].sort((a, b) => (a.at === b.at ? a.line - b.line : a.at < b.at ? -1 : 1));
  for (const reading of inTime) {
    const shelf = `${reading.skuId}|${reading.locationId}`;
    const round = seen.get(shelf) ?? 0;
    seen.set(shelf, round + 1);
    const list = out[round];
    if (list) list.push(reading);
    else out.push([reading]);
  }
  return out;
}

async function takeRound(tx: Queryable, context: IngestContext, round: StockReading[]): Promise<number[]> {
  const measured = round.flatMap(({ onHand, unavailable, ...reading }) => [
    { ...reading, measure: "on_hand", units: onHand },
    ...(unavailable === null ? [] : [{ ...reading, measure: "unavailable", units: unavailable }]),
  ]);
  // The trigger on stock_reading locks the levels: whoever moves stock meanwhile waits, or is seen by the next statement.
  const taken = await tx<{ skuId: number; locationId: number; measure: string }[]>`
    insert into stock_reading as r (sku_id, location_id, measure, connection_id, as_of, as_of_given, units)
    select "skuId", "locationId", measure, ${context.connectionId}::int, at, given, units
    from json_to_recordset(${JSON.stringify(measured)}::text::json) as i ("skuId" int, "locationId" smallint, measure text,
      at timestamptz, given boolean, units int)
    order by 1, 2, 3
    on conflict (sku_id, location_id, measure) do update set connection_id = excluded.connection_id, as_of = excluded.as_of,
      as_of_given = excluded.as_of_given, units = excluded.units, recorded_at = now()
    where (excluded.as_of > r.as_of and not (not excluded.as_of_given and not r.as_of_given
        and r.connection_id = excluded.connection_id and r.units = excluded.units))
      or (excluded.as_of = r.as_of and r.units <> excluded.units)
    returning sku_id as "skuId", location_id as "locationId", measure`;
  const keyOf = (reading: { skuId: number; locationId: number; measure: string }) =>
    `${reading.skuId}|${reading.locationId}|${reading.measure}`;
  const keys = new Set(taken.map(keyOf));
  const kept = measured.filter((reading) => keys.has(keyOf(reading)));
  if (kept.length === 0) return [];
  await tx`
    with input as (
      select "skuId" as sku_id, "locationId" as location_id, at, measure, units, reason,
        10 + "locationId" * 3 as shelf, 11 + "locationId" * 3 as apart
      from json_to_recordset(${JSON.stringify(kept)}::text::json) as i ("skuId" int, "locationId" smallint, at timestamptz,
        measure text, units int, reason text)
    ), difference as (
      -- A level is as new as its newest move: history need only be looked at when that is newer than the reading.
      select i.*, i.units - (case when i.measure = 'on_hand' then l.on_hand else l.unavailable end - later.units) as more
      from input i
      join stock_level l using (sku_id, location_id)
      cross join lateral (
        select coalesce(sum(s.sign * m.quantity), 0)::int as units
        from stock_move m
        cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
        where l.data_as_of > i.at and m.sku_id = i.sku_id and m.occurred_at > i.at
          and (s.place_id = i.apart or (i.measure = 'on_hand' and s.place_id = i.shelf))
      ) later
    ), moves as (
      select sku_id, at, reason, more as units, case when measure = 'on_hand' then shelf else apart end as place,
        case when measure = 'on_hand' then 4 else shelf end as other
      from difference
    ), confirmed as (
      update stock_level l set data_as_of = d.at from difference d
      where d.more = 0 and l.sku_id = d.sku_id and l.location_id = d.location_id and (l.data_as_of is null or l.data_as_of < d.at)
    )
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, connection_id, actor, note)
    select at, sku_id, case when units > 0 then other else place end, case when units > 0 then place else other end, abs(units),
      reason, ${context.connectionId}::int, ${context.actor}, null
    from moves where units <> 0 order by sku_id, place`;
  return [...new Set(kept.map(({ line }) => line))];
}
