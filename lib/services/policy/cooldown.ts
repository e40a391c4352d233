import type { Queryable } from "@/db/client";
import type { GovernedStep } from "./facts";

/**
 * When the last action on the same thing as one of these steps is long enough ago: the same SKU on the same lane, the same ad
 * or campaign, the same listing. Cancelled, failed and undone actions do not count, nor do inverses. Null: now.
 */
export async function cooledAt(
  db: Queryable,
  steps: readonly GovernedStep[],
  hours: number,
): Promise<Date | null> {
  if (hours <= 0 || steps.length === 0) return null;
  const [row] = await db<{ at: Date | null }[]>`
    select max(a.created_at) + make_interval(secs => ${hours * 3_600}) as at
    from jsonb_to_recordset(${db.json(steps as never)}) s (kind text, "skuId" int, "laneId" int, "campaignId" int, "productAdId" int, "listingId" int)
    join action a on a.created_at > now() - make_interval(secs => ${hours * 3_600})
      and a.state not in ('cancelled', 'failed', 'undone', 'refused') and a.undo_of is null
      and case s.kind
        when 'transfer' then a.kind = 'transfer' and (a.payload ->> 'laneId')::int = s."laneId"
          and jsonb_path_exists(a.payload, '$.lines[*].skuId ? (@ == $sku)', jsonb_build_object('sku', s."skuId"))
        when 'publish_quantity' then a.kind = s.kind and (a.payload ->> 'listingId')::int = s."listingId"
        when 'ad_budget' then a.kind = s.kind and (a.payload ->> 'campaignId')::int = s."campaignId"
        else a.kind in ('ad_pause', 'ad_resume') and (a.payload ->> 'campaignId')::int = s."campaignId"
          and (a.payload ->> 'productAdId')::int is not distinct from s."productAdId" end`;
  return row?.at ?? null;
}
