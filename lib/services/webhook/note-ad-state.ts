import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import type { AdReading } from "@/lib/core/outbound";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";

/**
 * Notes what a platform says of an ad's or a campaign's state, unless something newer is known. An ad that runs again is
 * no longer paused by us, whoever switched it on. False: nothing newer was said.
 */
export async function noteAdState(
  tx: Tx,
  actor: Actor,
  connectionId: number,
  reading: AdReading,
): Promise<boolean> {
  const at = new Date(reading.readAt);
  const values = tx`
    state = ${reading.state}, state_as_of = ${at},
    toggled_at = case when x.state <> ${reading.state} then ${new Date(reading.changedAt ?? at)}::timestamptz else x.toggled_at end,
    paused_by_action_id = case when ${reading.state === "paused" && reading.changedBy !== "person"} then x.paused_by_action_id end`;
  const newer = tx`(x.state_as_of is null or x.state_as_of < ${at})`;
  const [row] =
    reading.level === "campaign"
      ? await tx<{ id: number; before: string }[]>`
          with old as (select id, state from campaign where connection_id = ${connectionId} and external_id = ${reading.externalId} for update)
          update campaign x set ${values} from old where x.id = old.id and ${newer} returning x.id, old.state as before`
      : await tx<{ id: number; before: string }[]>`
          with old as (
            select p.id, p.state from product_ad p join campaign c on c.id = p.campaign_id
            where c.connection_id = ${connectionId} and c.external_id = ${reading.campaignExternalId} and p.external_id = ${reading.externalId}
            for update of p)
          update product_ad x set ${values} from old where x.id = old.id and ${newer} returning x.id, old.state as before`;
  if (!row) return false;
  if (row.before === reading.state) return true;
  await tx`
    insert into sku_to_refresh (sku_id)
    select distinct p.sku_id from product_ad p
    where ${reading.level === "campaign" ? tx`p.campaign_id = ${row.id}` : tx`p.id = ${row.id}`} order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp()`;
  await announce(tx, "ads", [row.id]);
  await writeAudit(tx, actor, {
    verb: "ad.changed",
    entity: reading.level,
    entityId: row.id,
    before: { state: row.before },
    after: { state: reading.state, changedBy: reading.changedBy ?? null },
  });
  return true;
}
