import type { Db } from "@/db/client";
import { systemActor } from "../_shared/actor";
import { lockAction } from "./load";
import { markAction } from "./mark";

/**
 * Actions done by hand: an ad that a later import shows in the wanted state is verified; what nobody confirmed by the
 * expected day of arrival, or an ad within two days, is unconfirmed.
 */
export async function confirmManual(db: Db): Promise<void> {
  const shown = await db<{ id: string }[]>`
    select a.id
    from action a
    join campaign c on c.id = (a.payload ->> 'campaignId')::int
    left join product_ad p on p.id = (a.payload ->> 'productAdId')::int
    where a.executor = 'manual' and a.kind in ('ad_pause', 'ad_resume') and a.state in ('accepted', 'unconfirmed')
      and case when p.id is null then c.state else p.state end = case a.kind when 'ad_pause' then 'paused' else 'enabled' end
      and case when p.id is null then c.state_as_of else p.state_as_of end > a.accepted_at`;
  for (const { id } of shown) await verifyShown(db, id);
  const late = await db<{ id: string }[]>`
    select a.id from action a left join transfer_order t on t.action_id = a.id
    where a.executor = 'manual' and a.rides_with is null and a.state = 'accepted' and now() > coalesce(t.expected_at, a.accepted_at + interval '2 days')`;
  for (const { id } of late)
    await db.begin((tx) =>
      markAction(tx, systemActor, id, { from: ["accepted"], to: "unconfirmed", reason: "nobody_confirmed" }),
    );
}

async function verifyShown(db: Db, id: string): Promise<void> {
  await db.begin(async (tx) => {
    const action = await lockAction(tx, id);
    if (action.kind !== "ad_pause" && action.kind !== "ad_resume") return;
    if (action.state !== "accepted" && action.state !== "unconfirmed") return;
    const ours = action.kind === "ad_pause" ? id : null;
    const { campaignId, productAdId } = action.payload;
    await (productAdId === null
      ? tx`update campaign set paused_by_action_id = ${ours}, toggled_at = state_as_of where id = ${campaignId}`
      : tx`update product_ad set paused_by_action_id = ${ours}, toggled_at = state_as_of where id = ${productAdId}`);
    await markAction(tx, systemActor, id, {
      from: ["accepted", "unconfirmed"],
      to: "verified",
      reason: null,
    });
    if (action.undoOf)
      await markAction(tx, systemActor, action.undoOf, { from: ["undoing"], to: "undone", reason: null });
  });
}
