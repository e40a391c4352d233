import type { Db } from "@/db/client";
import { systemActor } from "../_shared/actor";
import { markAction } from "./mark";

/**
 * Actions done by hand: an ad that a later import shows in the wanted state is verified; what nobody confirmed by the
 * expected day of arrival, or an ad within two days, is unconfirmed.
 */
export async function confirmManual(db: Db): Promise<void> {
  await db.begin(async (tx) => {
    const shown = await tx<
      { id: string; kind: string; campaignId: number; productAdId: number | null; undoOf: string | null }[]
    >`
      select a.id, a.kind, c.id as "campaignId", p.id as "productAdId", a.undo_of as "undoOf"
      from action a
      join campaign c on c.id = (a.payload ->> 'campaignId')::int
      left join product_ad p on p.id = (a.payload ->> 'productAdId')::int
      where a.executor = 'manual' and a.kind in ('ad_pause', 'ad_resume') and a.state in ('accepted', 'unconfirmed')
        and case when p.id is null then c.state else p.state end = case a.kind when 'ad_pause' then 'paused' else 'enabled' end
        and case when p.id is null then c.state_as_of else p.state_as_of end > a.accepted_at
      order by a.id for update of a skip locked`;
    for (const row of shown) {
      const ours = row.kind === "ad_pause" ? row.id : null;
      await (row.productAdId === null
        ? tx`update campaign set paused_by_action_id = ${ours}, toggled_at = state_as_of where id = ${row.campaignId}`
        : tx`update product_ad set paused_by_action_id = ${ours}, toggled_at = state_as_of where id = ${row.productAdId}`);
      await markAction(tx, systemActor, row.id, {
        from: ["accepted", "unconfirmed"],
        to: "verified",
        reason: null,
      });
      if (row.undoOf)
        await markAction(tx, systemActor, row.undoOf, { from: ["undoing"], to: "undone", reason: null });
    }
    const late = await tx<{ id: string }[]>`
      select a.id from action a left join transfer_order t on t.action_id = a.id
      where a.executor = 'manual' and a.state = 'accepted'
        and now() > coalesce(t.expected_at, a.accepted_at + interval '2 days')
      order by a.id for update of a skip locked`;
    for (const { id } of late)
      await markAction(tx, systemActor, id, {
        from: ["accepted"],
        to: "unconfirmed",
        reason: "nobody_confirmed",
      });
  });
}
