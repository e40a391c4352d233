import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { createChannels, createLocations } from "@/lib/ingest/create-missing";
import { isProduct } from "./is-product";
import type { StageName } from "./stage";

/**
 * Creates what the staged orders name and is not there, as far as the import asks for it. Names and prices of SKUs that
 * only orders describe come from the latest sale that has both, whatever order the files arrive in.
 */
export async function createMissingFor(
  tx: Queryable,
  context: IngestContext,
  stage: StageName,
  currency: string,
): Promise<Record<string, number>> {
  const { createMissing, defaultChannel, defaultLocation } = context.options;
  const named = async (column: "channel" | "location", extra: string | undefined) => {
    const rows = await tx<{ code: string }[]>`
      select distinct ${tx(column)} as code from ${tx(stage)} where problems is null and ${tx(column)} is not null`;
    return [...new Set([...rows.map(({ code }) => code), ...(extra === undefined ? [] : [extra])])];
  };
  const created: Record<string, number> = {};
  if (createMissing.includes("locations"))
    created.locationsCreated = await createLocations(tx, context, await named("location", defaultLocation));
  if (createMissing.includes("channels")) {
    const served = defaultLocation === undefined ? [] : [defaultLocation];
    created.channelsCreated = await createChannels(
      tx,
      context,
      await named("channel", defaultChannel),
      currency,
      served,
    );
  }
  if (createMissing.includes("skus")) created.skusCreated = await createSkus(tx, context, stage, currency);
  return Object.fromEntries(Object.entries(created).filter(([, count]) => count > 0));
}

async function createSkus(
  tx: Queryable,
  context: IngestContext,
  stage: StageName,
  currency: string,
): Promise<number> {
  const [row] = await tx<{ created: number }[]>`
    with described_at as (
      select sku, max(placed_at) filter (where title is not null and unit_price > 0 and line_kind = 'sale') as at
      from ${tx(stage)} where problems is null group by sku
    ), latest as (
      select distinct on (s.sku) s.sku, title, unit_price, coalesce(currency, ${currency}) as currency,
        case when title is not null and unit_price > 0 and line_kind = 'sale'
          then (extract(epoch from placed_at) * 1000)::bigint else 0 end as version
      from described_at d join ${tx(stage)} s on s.sku = d.sku and s.placed_at is not distinct from coalesce(d.at, s.placed_at)
      where s.problems is null
      order by s.sku, (title is not null and unit_price > 0 and line_kind = 'sale') is true desc, placed_at desc, title desc, unit_price desc nulls last
    ), made as (
      insert into sku (code, title, currency, price, is_product, simulated)
      select sku, coalesce(title, sku), currency, case when unit_price > 0 then unit_price end,
        ${isProduct(tx, context, "sku")}, ${context.simulated}
      from latest where not exists (select from sku k where k.code = latest.sku)
      order by sku
      on conflict (code) do nothing
      returning id, code
    ), described as (
      insert into record_identity as i (connection_id, kind, external_id, entity_id, source_version, content_hash, run_id)
      select ${context.connectionId}, 'sku-from-orders', l.sku, coalesce(m.id, k.id), l.version,
        sha256(convert_to(concat(l.title, '|', l.unit_price), 'UTF8')), ${context.runId}::bigint
      from latest l left join made m on m.code = l.sku left join sku k on k.code = l.sku
      where m.id is not null or exists (select from record_identity o
        where o.connection_id = ${context.connectionId} and o.kind = 'sku-from-orders' and o.external_id = l.sku)
      order by l.sku
      on conflict (connection_id, kind, external_id) do update set
        source_version = excluded.source_version, content_hash = excluded.content_hash, run_id = excluded.run_id
      where excluded.source_version > i.source_version
      returning external_id
    ), renamed as (
      update sku k set title = coalesce(l.title, k.title), price = case when l.unit_price > 0 then l.unit_price else k.price end, updated_at = now()
      from described d join latest l on l.sku = d.external_id
      where k.code = d.external_id and not exists (select from made m where m.code = k.code)
    )
    select count(*)::int as created from made`;
  return row?.created ?? 0;
}
