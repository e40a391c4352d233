import type { Tx } from "@/db/client";

/** Without its goods nobody is asked any more for what was to be done about them. */
export async function dropWaitingSteps(tx: Tx, recommendationId: number | null): Promise<void> {
  await tx`
    update recommendation_step set state = 'lapsed', reason = 'goods_not_coming', updated_at = now()
    where recommendation_id = ${recommendationId} and state = 'waiting'`;
}

/** A budget that was taken back, or never set, leaves nothing for the later steps of its campaign to start from. */
export async function dropFollowingSteps(tx: Tx, actionId: string): Promise<void> {
  await tx`
    update recommendation_step s set state = 'lapsed', reason = 'taken_back', updated_at = now()
    from action a
    where a.id = ${actionId} and a.kind = 'ad_budget' and a.undo_of is null and s.recommendation_id = a.recommendation_id
      and s.state in ('waiting', 'scheduled') and s.step ->> 'kind' = 'ad_budget' and s.step ->> 'campaignId' = a.payload ->> 'campaignId'`;
}
