import type { Tx } from "@/db/client";
import { systemActor } from "../_shared/actor";
import { markAction } from "./mark";

/**
 * What becomes of an action whose undo did not come through: refused when it was changed outside since, so that it is no
 * longer ours to take back; otherwise what it was before, with the reason, and it can be undone again.
 */
export async function restoreUndone(
  tx: Tx,
  originalId: string,
  outcome: string,
  reason: string | null,
): Promise<void> {
  const [original] = await tx<{ kind: string; verified: boolean }[]>`
    select kind, verified_at is not null as verified from action where id = ${originalId}`;
  if (!original) return;
  const changedOutside = outcome === "refused" && original.kind !== "transfer";
  await markAction(tx, systemActor, originalId, {
    from: ["undoing"],
    to: changedOutside ? "refused" : original.verified ? "verified" : "accepted",
    reason: changedOutside ? (reason ?? "changed_outside") : `undo_${reason ?? "failed"}`,
  });
}
