import type { Db } from "@/db/client";
import { decimalToMinor } from "@/lib/core/money";
import type { KnownOrder } from "../live/contract";

/** A shop remembers the orders of this many days; comparisons look back no further than three. */
const ORDER_DAYS = 4;

/** An offer of a channel as Plimsoll last saw it, which is what the shop shows. */
export interface KnownListing {
  id: string;
  sku: string;
  title: string;
  brand: string;
  category: string;
  barcode: string | null;
  priceMinor: number;
  currency: string;
  state: "active" | "inactive" | "blocked" | "draft";
  /** Null: never read, because the shop does not count it. */
  publishedUnits: number | null;
  contentMissing: string[];
  /** Units to be had by location code, the channel's first location first. */
  available: { place: string; units: number }[];
}

export async function loadListings(db: Db, connection: string): Promise<KnownListing[]> {
  const rows = await db<(Omit<KnownListing, "priceMinor"> & { price: string | null })[]>`
    select l.external_id as id, s.code as sku, s.title, coalesce(s.brand, '') as brand, coalesce(s.category, '') as category, s.barcode,
      l.price::text as price, l.currency, l.state, l.published_units as "publishedUnits", l.content_missing as "contentMissing",
      coalesce((select jsonb_agg(jsonb_build_object('place', o.code, 'units', greatest(v.available, 0)) order by w.priority)
        from channel_location w join location o on o.id = w.location_id join stock_level v on v.location_id = o.id and v.sku_id = s.id
        where w.channel_id = c.id and v.available is not null), '[]') as available
    from listing l join channel c on c.id = l.channel_id join connection k on k.id = c.connection_id join sku s on s.id = l.sku_id
    where k.key = ${connection} order by l.id`;
  return rows.map(({ price, ...listing }) => ({
    ...listing,
    priceMinor: price === null ? 0 : decimalToMinor(price, listing.currency),
  }));
}

type OrderRow = Omit<KnownOrder, "lines"> & {
  lines: (Omit<KnownOrder["lines"][number], "unitPriceMinor"> & { unitPrice: string })[];
};

/** A sync reads again what changed up to so long before it. */
const OVERLAP_MINUTES = 15;

/** Orders of the last days as Plimsoll knows them. What it never read from the shop lies before anything that a sync reads again. */
export async function loadOrders(db: Db, connection: string): Promise<KnownOrder[]> {
  const rows = await db<OrderRow[]>`
    select o.external_id as number, o.placed_at as "placedAt", case when o.source_version is null
        then least(o.placed_at, now() - make_interval(mins => ${OVERLAP_MINUTES})) else coalesce(o.source_event_at, o.placed_at) end as "updatedAt", o.currency,
      o.customer_ref as customer, coalesce(o.country, c.country, '') as country,
      case o.state when 'completed' then 'shipped' else o.state end as state,
      o.discount_minor as "discountMinor", o.tax_minor as "taxMinor", o.shipping_minor as "shippingMinor",
      jsonb_agg(jsonb_build_object('sku', s.code, 'title', s.title, 'quantity', q.quantity, 'shipped', q.shipped_quantity,
        'cancelled', q.cancelled_quantity,
        -- A price that the shop has not told yet is that of its offer.
        'unitPrice', coalesce(q.unit_price, (select min(l.price) from listing l where l.channel_id = o.channel_id and l.sku_id = q.sku_id), s.price, 0)::text,
        'place', w.code) order by q.line_no) as lines
    from sales_order o join connection k on k.id = o.connection_id join channel c on c.id = o.channel_id
    join order_line q on q.order_id = o.id and q.placed_at = o.placed_at and q.kind = 'sale'
    join sku s on s.id = q.sku_id join location w on w.id = q.location_id
    where k.key = ${connection} and o.placed_at > now() - make_interval(days => ${ORDER_DAYS})
    group by o.id, o.placed_at, c.country order by o.placed_at`;
  return rows.map(({ lines, ...order }) => ({
    ...order,
    lines: lines.map(({ unitPrice, ...line }) => ({
      ...line,
      unitPriceMinor: decimalToMinor(unitPrice, order.currency),
    })),
  }));
}
