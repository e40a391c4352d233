import type { Tx } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import { layLanes, setLanes } from "./lanes";
import { overlay } from "./overlay";

/** Of how many SKUs cost and list price are known as of a moment, and of how many today's had to be taken. */
export interface TermsKnown {
  /** Cost as it was kept, or of the goods that were sold last before the moment. */
  costThen: number;
  costToday: number;
  /** List price as it was kept, or that of the last sale. What margins rest on is the sales themselves. */
  priceThen: number;
  priceToday: number;
  /** Whether terms of lanes are kept from the moment on; before that, today's are taken. */
  lanesKept: boolean;
}

/** Lays the tables that tell costs, prices and lanes as of a moment; setTerms fills them. */
export async function layTerms(tx: Tx, onCommit: string): Promise<void> {
  await tx.unsafe(`
    create temp table past_price (sku_id int primary key, sold_cost numeric, sold_price numeric, kept boolean not null default false,
      unit_cost numeric, price numeric) ${onCommit}`);
  await layLanes(tx, onCommit);
  const asKnown = (name: string, sold: string) =>
    `case when p.kept then p.${name} else coalesce(p.${sold}, x.${name}) end`;
  await overlay(
    tx,
    "sku",
    { unit_cost: asKnown("unit_cost", "sold_cost"), price: asKnown("price", "sold_price") },
    "public.sku x left join past_price p on p.sku_id = x.id",
  );
}

/** Sets costs, prices and lanes to a moment. Sales that became known since the last one are added; moments only go forward. */
export async function setTerms(tx: Tx, skuIds: number[], at: Date): Promise<void> {
  await setLanes(tx, at);
  const [company] = await tx<{ currency: string }[]>`select base_currency as currency from company`;
  const digits = minorDigits(company?.currency ?? "USD");
  // In the SKU's own currency, by the rate of the moment, since that is how its cost and price are read.
  await tx`
    with sold as (
      select distinct on (sku_id) sku_id, cost_base_minor::numeric / quantity as cost, unit_price
      from past_line, past_moment where kind = 'sale' and known_at > before and known_at <= at and cost_base_minor is not null
      order by sku_id, placed_at desc, order_id desc
    ), priced as (
      select distinct on (sku_id) sku_id, amount_base_minor::numeric / quantity as price
      from past_line, past_moment where kind = 'sale' and known_at > before and known_at <= at and unit_price > 0
      order by sku_id, placed_at desc, order_id desc
    )
    insert into past_price as p (sku_id, sold_cost, sold_price)
    select k.id, s.cost / ${10 ** digits} / r.to_base, q.price / ${10 ** digits} / r.to_base
    from public.sku k left join sold s on s.sku_id = k.id left join priced q on q.sku_id = k.id
    cross join lateral (select case when k.currency = (select base_currency from company) then 1 else (
      select to_base from fx_rate f where f.currency = k.currency and f.day <= ${at}::date order by f.day desc limit 1) end as to_base) r
    where k.id = any(${skuIds}) and (s.sku_id is not null or q.sku_id is not null)
    on conflict (sku_id) do update set sold_cost = coalesce(excluded.sold_cost, p.sold_cost), sold_price = coalesce(excluded.sold_price, p.sold_price)`;
  await tx`
    insert into past_price as p (sku_id, kept, unit_cost, price)
    select k.id, true, case when c.id is null then k.unit_cost else c.unit_cost end, case when c.id is null then k.price else c.price end
    from public.sku k left join lateral (
      select w.* from row_past p cross join lateral jsonb_populate_record(k, p.content) w
      where p.relation = 'sku' and p.row_key = k.id::text and p.until_at > ${at} and p.content is not null order by p.until_at limit 1) c on true
    where k.id = any(${skuIds}) and (${at} >= (select since from past_kept) or c.id is not null)
      and (c.id is null or c.currency = k.currency)
    on conflict (sku_id) do update set kept = true, unit_cost = excluded.unit_cost, price = excluded.price`;
}

/** How much of the terms is of the moment itself. */
export async function knownTerms(tx: Tx, skuIds: number[], at: Date): Promise<TermsKnown> {
  const [row] = await tx<TermsKnown[]>`
    select count(*) filter (where p.kept or p.sold_cost is not null)::int as "costThen",
      count(*) filter (where not (coalesce(p.kept, false) or p.sold_cost is not null))::int as "costToday",
      count(*) filter (where p.kept or p.sold_price is not null)::int as "priceThen",
      count(*) filter (where not (coalesce(p.kept, false) or p.sold_price is not null))::int as "priceToday",
      ${at} >= (select since from past_kept) as "lanesKept"
    from public.sku k left join past_price p on p.sku_id = k.id where k.id = any(${skuIds})`;
  return row ?? { costThen: 0, costToday: 0, priceThen: 0, priceToday: 0, lanesKept: false };
}
