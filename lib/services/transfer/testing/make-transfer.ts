import type { Db } from "@/db/client";
import type { Actor } from "../../_shared/actor";
import { insertTransfer } from "../../action/insert-transfer";
import { checkDonors } from "../../action/reserve";

/**
 * A transfer without a recommendation, by the way that an approved one takes: it reserves at the donor and is asked of whoever
 * runs the origin. Throws Conflict when the donor has not enough.
 */
export async function makeTransfer(
  db: Db,
  actor: Actor,
  { laneId = 0, skuId = 0, quantity }: { laneId?: number; skuId?: number; quantity: number },
): Promise<{ transferId: number; number: string; actionId: string }> {
  return db.begin(async (tx) => {
    const [lane] = await tx<
      { originId: number }[]
    >`select origin_id as "originId" from lane where id = ${laneId}`;
    await checkDonors(tx, [{ skuId, quantity, originId: lane?.originId ?? 0 }]);
    const lines = [{ skuId, quantity }];
    return insertTransfer(tx, actor, {
      recommendationId: null,
      laneId,
      lines,
      freightMinor: 0,
      expected: null,
    });
  });
}
