import type { Queryable } from "@/db/client";
import { currencyScales, type IngestContext } from "@/lib/ingest/context";
import { isProduct } from "./is-product";
import type { StageName } from "./stage";

/** Which order numbers of the stage a batch takes: those after the first up to the last, null for no bound. */
export interface DocRange {
  after: string | null;
  upTo: string | null;
}

/** Ids that lines take when they name no channel or location of their own. */
export interface Defaults {
  channelId: number | null;
  locationId: number | null;
}

/** Stands for a row that a dry run would have created. */
const NOT_YET = 0;

/**
 * Takes a range of staged orders into the batch tables: names become ids, lines get their place in their order, and
 * each order is held against what is known of it. Afterwards order_batch.status is new, changed, moved (to another
 * time, so to another partition), unchanged or rejected.
 */
export async function resolveBatch(
  tx: Queryable,
  context: IngestContext,
  stage: StageName,
  range: DocRange,
  defaults: Defaults,
): Promise<void> {
  const lower = range.after === null ? tx`` : tx`and s.doc > ${range.after}`;
  const { createMissing, defaultChannel, defaultLocation } = context.options;
  const created = (what: (typeof createMissing)[number]) => context.dryRun && createMissing.includes(what);
  const newSkus = created("skus");
  const newLocation = created("locations") ? NOT_YET : null;
  const newChannel = created("channels") ? NOT_YET : null;
  const channelId = defaults.channelId ?? (defaultChannel === undefined ? null : newChannel);
  const locationId = defaults.locationId ?? (defaultLocation === undefined ? null : newLocation);
  // The currency of a channel that is not there yet: the one it would be created with.
  const unknownCurrency = newChannel === null ? null : context.baseCurrency;
  const upper = range.upTo === null ? tx`` : tx`and s.doc <= ${range.upTo}`;
  await tx`
    insert into order_batch_line
    select dense_rank() over (order by s.doc), s.doc, s.line,
      coalesce(s.line_no, row_number() over (partition by s.doc order by s.line)),
      case when s.problems is not null then 'checks'
        when k.id is null and not ${newSkus} then 'unknown_sku'
        when s.location is not null and coalesce(l.id, ${newLocation}::smallint) is null then 'unknown_location'
        when s.channel is not null and coalesce(c.id, ${newChannel}::smallint) is null then 'unknown_channel' end,
      s.placed_at, case when s.channel is not null then coalesce(c.id, ${newChannel}::smallint) else ${channelId}::smallint end,
      case when s.location is not null then coalesce(l.id, ${newLocation}::smallint) end, s.currency, s.customer, s.country,
      coalesce(s.state, ${context.options.orderState}), s.discount, s.tax, s.shipping, s.total, s.version, s.event_at,
      k.id, k.unit_cost, k.currency,
      s.quantity, s.unit_price, coalesce(s.cancelled, 0), s.shipped,
      case when not coalesce(k.is_product, ${isProduct(tx, context, "s.sku")}) then 'charge' else s.line_kind end, s.line_kind, s.note,
      row(s.placed_at, s.channel, s.location, s.currency, s.customer, s.country, s.state, s.kind, s.discount, s.tax, s.shipping,
        s.total, s.line_no, s.sku, s.quantity, s.unit_price, s.cancelled, s.shipped, s.line_kind)::text,
      hashtextextended(s.raw, 0)
    from ${tx(stage)} s
    left join sku k on k.code = s.sku
    left join location l on l.code = s.location
    left join channel c on c.code = s.channel
    where s.doc is not null ${lower} ${upper}`;
  await tx`
    insert into order_batch
    select ord, doc, lines, first_line, problem, status,
      case when status = 'new' then nextval('sales_order_id_seq') else entity_id end,
      placed_at, old_placed_at, channel_id, location_id, currency, customer, country, kind, state,
      discount, tax, shipping, total, version, stored_version, event_at, hash, to_base, scale
    from (
      select *, case when problem is not null then 'rejected' when entity_id is null then 'new' when same then 'unchanged'
        when stored_version > version then 'unchanged' when old_placed_at <> placed_at then 'moved' else 'changed' end as status
      from (
        select a.*, p.*, i.entity_id, i.placed_at as old_placed_at, i.source_version as stored_version, i.content_hash = a.hash as same,
          case when a.has_problem then 'lines' when a.channel_id is null then 'no_channel'
            when p.location_id is null then 'no_location' when a.places < a.lines then 'line_twice'
            when a.currencies > 1 then 'mixed_currency' when p.to_base is null then 'no_rate' end as problem,
          (array['open', 'shipped', 'completed', 'cancelled'])[a.state_rank] as state
        from (
          select ord, min(doc) as doc, min(line) as first_line, count(*) as lines, count(distinct place) as places,
            bool_or(problem is not null) as has_problem, min(placed_at) as placed_at, min(channel_id) as channel_id,
            min(location_id) as line_location_id, min(currency) as line_currency, count(distinct currency) as currencies,
            min(customer collate "C") as customer, min(country collate "C") as country,
            min(array_position(array['open', 'shipped', 'completed', 'cancelled'], state)) as state_rank,
            case when bool_or(line_kind = 'credit') then 'credit' when bool_and(line_kind = 'adjustment') then 'adjustment' else 'sale' end as kind,
            min(discount) as discount, min(tax) as tax, min(shipping) as shipping, min(total) as total,
            max(version) as version, max(event_at) as event_at,
            sha256(convert_to(string_agg(content, E'\n' order by place, line), 'UTF8')) as hash
          from order_batch_line group by ord
        ) a
        left join (
          select distinct on (h.id) h.id, h.currency, s.location_id from channel h left join channel_location s on s.channel_id = h.id
          order by h.id, s.priority, s.location_id
        ) c on c.id = a.channel_id
        cross join lateral (
          select coalesce(a.line_location_id, c.location_id, ${locationId}::smallint) as location_id,
            coalesce(a.line_currency, c.currency, ${unknownCurrency}::text) as currency,
            coalesce((${tx.json(currencyScales)}::jsonb ->> coalesce(a.line_currency, c.currency, ${unknownCurrency}::text))::numeric, 100) as scale,
            case when coalesce(a.line_currency, c.currency, ${unknownCurrency}::text) = ${context.baseCurrency} then 1 else (
              select to_base from fx_rate f where f.currency = coalesce(a.line_currency, c.currency, ${unknownCurrency}::text) and f.day <= a.placed_at::date
              order by f.day desc limit 1) end as to_base
          offset 0 -- or each value would be worked out again wherever it is used
        ) p
        left join lateral (
          select entity_id, placed_at, source_version, content_hash from record_identity
          where connection_id = ${context.connectionId} and kind = 'orders' and external_id = a.doc collate "default"
          limit 1 -- one look a document, where a join would read all orders of the source for every batch
        ) i on true
      ) held
    ) decided`;
}
