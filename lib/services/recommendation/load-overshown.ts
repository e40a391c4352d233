import type { Queryable } from "@/db/client";
import { carriesOut } from "@/lib/ingest/sync/vendors";

/** A listing that shows more than its channel can be served with, beyond the tolerance, and that can be set from here. */
export interface OvershownListing {
  listingId: number;
  skuId: number;
  channelId: number;
  channelName: string;
  connectionId: number;
  vendor: string;
  shownUnits: number;
  toSellUnits: number;
  /** What the channel sold of it in four weeks, a day. */
  unitsPerDay: number;
  asOf: Date | null;
}

/** Such listings of these SKUs. */
export async function loadOvershown(
  db: Queryable,
  skuIds: readonly number[],
  now: Date,
): Promise<OvershownListing[]> {
  if (skuIds.length === 0) return [];
  const rows = await db<OvershownListing[]>`
    select l.id as "listingId", l.sku_id as "skuId", c.id as "channelId", c.name as "channelName", n.id as "connectionId", n.vendor,
      l.published_units as "shownUnits", greatest(l.available_to_sell_units, 0) as "toSellUnits", l.published_as_of as "asOf",
      coalesce((select sum(d.units) from demand_daily d
        where d.sku_id = l.sku_id and d.channel_id = c.id and d.day > ${now}::date - 28), 0)::float8 / 28 as "unitsPerDay"
    from listing l join channel c on c.id = l.channel_id join connection n on n.id = c.connection_id and n.state <> 'disconnected'
    where l.sku_id = any(${[...skuIds]}) and l.state = 'active' and l.drift_since is not null and l.drift_units > 0
      and l.published_units > greatest(l.available_to_sell_units, 0) and not c.backorder`;
  return rows.filter(({ vendor }) => carriesOut(vendor));
}
