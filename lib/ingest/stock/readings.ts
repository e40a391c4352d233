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
  // The trigger on stock_reading locks the levels: whoever moves stock meanwhile waits, or is seen by the next statement.
  const taken = await tx<{ skuId: number; locationId: number }[]>`
    insert into stock_reading as r (sku_id, location_id, connection_id, as_of, as_of_given, on_hand, unavailable)
    select "skuId", "locationId", ${context.connectionId}::int, at, given, "onHand", unavailable
    from json_to_recordset(${JSON.stringify(round)}::text::json) as i ("skuId" int, "locationId" smallint, at timestamptz, given boolean,
      "onHand" int, unavailable int)
    order by 1, 2
    on conflict (sku_id, location_id) do update set connection_id = excluded.connection_id, as_of = excluded.as_of,
      as_of_given = excluded.as_of_given, on_hand = excluded.on_hand, unavailable = excluded.unavailable, recorded_at = now()
    where (excluded.as_of > r.as_of and not (not excluded.as_of_given and not r.as_of_given and r.connection_id = excluded.connection_id
        and (r.on_hand, r.unavailable) is not distinct from (excluded.on_hand, excluded.unavailable)))
      or (excluded.as_of = r.as_of and (r.on_hand, r.unavailable) is distinct from (excluded.on_hand, excluded.unavailable))
    returning sku_id as "skuId", location_id as "locationId"`;
  const shelves = new Set(taken.map(({ skuId, locationId }) => `${skuId}|${locationId}`));
  const kept = round.filter(({ skuId, locationId }) => shelves.has(`${skuId}|${locationId}`));
  if (kept.length === 0) return [];
  await tx`
    with input as (
      select "skuId" as sku_id, "locationId" as location_id, at, "onHand" as on_hand, unavailable, reason
      from json_to_recordset(${JSON.stringify(kept)}::text::json) as i ("skuId" int, "locationId" smallint, at timestamptz,
        "onHand" int, unavailable int, reason text)
    ), difference as (
      select i.*, i.on_hand - (l.on_hand - later.on_hand) as more, i.unavailable - (l.unavailable - later.unavailable) as more_unavailable,
        10 + i.location_id * 3 as shelf, 11 + i.location_id * 3 as apart
      from input i
      join stock_level l using (sku_id, location_id)
      cross join lateral (
        select coalesce(sum(s.sign * m.quantity), 0)::int as on_hand,
          coalesce(sum(s.sign * m.quantity) filter (where s.place_id = 11 + i.location_id * 3), 0)::int as unavailable
        from stock_move m
        cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
        where m.sku_id = i.sku_id and m.occurred_at > i.at and s.place_id in (10 + i.location_id * 3, 11 + i.location_id * 3)
      ) later
    ), moves as (
      select sku_id, at, reason, more as units, shelf as place, 4 as other from difference
      union all
      select sku_id, at, reason, more_unavailable, apart, shelf from difference
    )
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, connection_id, actor, note)
    select at, sku_id, case when units > 0 then other else place end, case when units > 0 then place else other end, abs(units),
      reason, ${context.connectionId}::int, ${context.actor}, null
    from moves where units <> 0 order by sku_id, place`;
  return kept.map(({ line }) => line);
}
