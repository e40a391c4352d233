import type { Tx } from "@/db/client";

/** Without its goods nobody is asked any more for what was to be done about them. */
export async function dropWaitingSteps(tx: Tx, recommendationId: number | null): Promise<void> {
  await tx`
    update recommendation_step set state = 'lapsed', reason = 'goods_not_coming', updated_at = now()
    where recommendation_id = ${recommendationId} and state = 'waiting'`;
}
