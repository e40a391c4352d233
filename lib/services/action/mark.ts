import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { dropFollowingSteps } from "./drop-steps";
import { ridersOf } from "./load";
import type { ActionState } from "./types";

/** States in which proof of the effect can still come in: also of what was sent without an answer. */
export const provable: readonly ActionState[] = ["queued", "sending", "accepted", "unconfirmed", "failed"];

export interface Mark {
  from: readonly ActionState[];
  to: ActionState;
  /** A short code; null: none. */
  reason: string | null;
}

/**
 * Moves an action, and what rides with it, to another state if it is still in one of `from`, with its audit row and, where a person should look,
 * a notice. False: it was no longer in one of them, and nothing was written.
 */
export async function markAction(tx: Tx, actor: Actor, id: string, mark: Mark): Promise<boolean> {
  const [row] = await tx<
    { before: string; kind: string; recommendationId: number | null; transferId: number | null }[]
  >`
    with before as (select id, state from action where id = ${id} and state = any(${[...mark.from]}) for update)
    update action a set state = ${mark.to}, state_reason = ${mark.reason}, updated_at = now(),
      verified_at = case when ${mark.to === "verified"} then coalesce(a.verified_at, now()) else a.verified_at end,
      accepted_at = case when ${mark.to === "verified"} then coalesce(a.accepted_at, now()) else a.accepted_at end
    from before where a.id = before.id
    returning before.state as before, a.kind, a.recommendation_id as "recommendationId", (a.payload ->> 'transferId')::bigint as "transferId"`;
  if (!row) return false;
  if (mark.to === "failed" || mark.to === "unconfirmed" || mark.to === "refused")
    await notify(tx, id, row, mark);
  if (mark.to === "verified") await enqueue(tx, "impact.measure", {}, { key: "impact.measure" });
  if (row.kind.startsWith("ad_")) await refreshAdSkus(tx, id);
  if (mark.to === "undone") await dropFollowingSteps(tx, id);
  // A trigger has moved those that ride with it along; each is told of by its own decision.
  const moved = [
    { id, recommendationId: row.recommendationId },
    ...(row.kind === "transfer" ? await ridersOf(tx, id) : []),
  ];
  await announce(
    tx,
    "actions",
    moved.map((one) => one.id),
  );
  const decided = moved.flatMap(({ recommendationId }) => recommendationId ?? []);
  if (decided.length > 0) await announce(tx, "recommendations", decided);
  for (const one of moved)
    await writeAudit(tx, actor, {
      verb: `action.${mark.to}`,
      entity: "action",
      entityId: one.id,
      before: { state: row.before },
      after: { state: mark.to },
      ...(mark.reason ? { reason: mark.reason } : {}),
    });
  return true;
}

/** What may be done about an ad depends on whether it runs, so its SKUs' decisions are worked out anew. */
async function refreshAdSkus(tx: Tx, id: string): Promise<void> {
  await tx`
    insert into sku_to_refresh (sku_id)
    select distinct p.sku_id from action a join product_ad p on p.campaign_id = (a.payload ->> 'campaignId')::int
      and p.id = coalesce((a.payload ->> 'productAdId')::int, p.id)
    where a.id = ${id} order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp()`;
  await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
}

async function notify(
  tx: Tx,
  id: string,
  { kind, transferId }: { kind: string; transferId: number | null },
  mark: Mark,
): Promise<void> {
  const isStep = kind === "transfer_ship" || kind === "transfer_receive";
  const role = kind.startsWith("ad_") ? "marketing" : kind === "publish_quantity" ? "operator" : "supply";
  const href =
    kind === "ad_budget"
      ? "/ads"
      : kind === "publish_quantity"
        ? "/sync"
        : isStep
          ? `/transfers/${transferId}`
          : `/decisions?tab=way&action=${id}`;
  await tx`
    insert into notice (role, kind, cause_key, params, href)
    values (${role}, ${`action.${mark.to}`}, ${`action:${id}:${mark.to}`},
      ${tx.json({ actionId: id, actionKind: kind, reason: mark.reason })}, ${href})
    on conflict (cause_key) where read_at is null do update set count = notice.count + 1, at = now(), params = excluded.params`;
  await announce(tx, "notices");
}
