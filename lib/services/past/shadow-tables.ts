import type { Tx } from "@/db/client";
import { layTerms } from "./terms";

/** Tables of which the past has a copy of its own, empty at first. Their names are those of the present ones. */
const copied = [
  "stock_level",
  "stock_out_span",
  "demand_daily",
  "forecast",
  "stock_status",
  "place_profile",
  "sku_to_refresh",
  "inbound_line",
  "transfer_order",
  "transfer_line",
  "campaign",
  "product_ad",
  "ad_daily",
  "recommendation",
  "policy",
  "forecast_calibration",
  "forecast_override",
  "surge",
  "transfer_plan",
  "transfer_plan_line",
  "lane_standing",
] as const;

/** How long what is laid over the present stays: to the end of the transaction, or of the session. */
export type Laid = "transaction" | "session";
export const onCommit = (laid: Laid): string =>
  laid === "transaction" ? "on commit drop" : "on commit preserve rows";

/**
 * Lays empty tables and narrowed views over the present ones for the rest of the transaction or session, so that any statement that names
 * stock_level, order_line or stock_move reads the past that is put into them (fill.ts), and nothing else. They are gone when
 * it ends.
 */
export async function layShadows(tx: Tx, laid: Laid = "transaction"): Promise<void> {
  const kept = onCommit(laid);
  for (const table of copied)
    await tx.unsafe(
      `create temp table ${table} (like public.${table} including generated including identity including indexes including defaults) ${kept}`,
    );
  await tx.unsafe(`
    create temp table past_moment (before timestamptz not null, at timestamptz not null, shares_since timestamptz not null default '-infinity') ${kept};
    insert into past_moment values ('-infinity', '-infinity');
    create temp table past_balance (sku_id int, location_id smallint, on_hand int not null, unavailable int not null, in_transit int not null,
      known_since timestamptz, primary key (sku_id, location_id)) ${kept};
    create temp table past_line ${kept} as
      select l.*, l.placed_at as known_at, l.placed_at as cancelled_at, l.placed_at as left_at from public.order_line l limit 0;
    create temp table past_move ${kept} as select m.*, m.recorded_at as known_at from public.stock_move m limit 0;
    create index on past_line (known_at);
    create index on past_line (cancelled_at) where cancelled_at is not null;
    create index on past_line (sku_id, placed_at);
    create index on past_line (left_at);
    create index on past_move (known_at);
    create index on past_move (known_at) where reason = 'receipt';
    create index on past_move (sku_id, occurred_at);
    create temp view stock_move as
      select id, occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, connection_id, actor, note, recorded_at
      from past_move, past_moment where known_at <= at and occurred_at <= at;
    create temp view order_line as
      select order_id, placed_at, line_no, sku_id, channel_id, location_id, day, kind, quantity,
        case when cancelled_at <= at then cancelled_quantity else 0 end as cancelled_quantity,
        case when left_at <= at then shipped_quantity else 0 end as shipped_quantity,
        kind = 'sale' and left_at is not null and left_at > at and (cancelled_at is null or cancelled_at > at or cancelled_quantity < quantity) as open,
        unit_price, amount_minor, case when cancelled_at <= at then cancelled_minor else 0 end as cancelled_minor, amount_base_minor,
        case when cancelled_at <= at then cancelled_base_minor else 0 end as cancelled_base_minor, cost_base_minor, note
      from past_line, past_moment where known_at <= at;
    create temp view availability_daily as
      select o.sku_id, o.location_id, d.day::date as day,
        greatest(0, 1 - sum(extract(epoch from least(coalesce(o.ended_at, at), d.ends_at, at) - greatest(o.started_at, d.starts_at)))
          / min(extract(epoch from least(d.ends_at, at) - greatest(d.starts_at, l.known_since))))::real as available_share
      from past_moment
      cross join stock_out_span o
      join stock_level l on l.sku_id = o.sku_id and l.location_id = o.location_id
      join location x on x.id = o.location_id
      cross join lateral (
        select day, day at time zone x.time_zone as starts_at, (day + interval '1 day') at time zone x.time_zone as ends_at
        from generate_series(date_trunc('day', greatest(o.started_at, shares_since) at time zone x.time_zone),
          coalesce(o.ended_at, at) at time zone x.time_zone, interval '1 day') day
      ) d
      where (o.ended_at is null or o.ended_at >= shares_since) and least(coalesce(o.ended_at, at), d.ends_at, at) > greatest(o.started_at, d.starts_at)
      group by 1, 2, 3
      having sum(extract(epoch from least(coalesce(o.ended_at, at), d.ends_at, at) - greatest(o.started_at, d.starts_at))) >= 1;`);
  await layTerms(tx, kept);
  await forgetPlans(tx);
}

/** Statements prepared before on this connection would go on reading the present tables. */
export const forgetPlans = (tx: Tx) => tx.unsafe("discard plans");
