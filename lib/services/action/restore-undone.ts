import type { Tx } from "@/db/client";
import { type Actor, systemActor } from "../_shared/actor";
import { lockAction } from "./load";
import { markAction } from "./mark";
import type { Action } from "./types";
import { cannot } from "./undo-refusal";

/**
 * What becomes of an action whose undo did not come through: refused when it was changed outside since, so that it is no
 * longer ours to take back; otherwise what it was before, with the reason, and it can be undone again. `cancelled`: the undo
 * was taken back before it was sent.
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
    reason: changedOutside
      ? (reason ?? "changed_outside")
      : outcome === "cancelled"
        ? null
        : `undo_${reason ?? "failed"}`,
  });
}

/** Puts what an undo is for back under way with it, before the undo is sent again. Throws Conflict when it is no longer to be undone. */
export async function undoAgain(tx: Tx, actor: Actor, { state, undoOf }: Action): Promise<void> {
  if (undoOf === null || state !== "failed") return;
  const from = ["accepted", "verified"] as const;
  if (await markAction(tx, actor, undoOf, { from, to: "undoing", reason: null })) return;
  throw cannot(await lockAction(tx, undoOf));
}
