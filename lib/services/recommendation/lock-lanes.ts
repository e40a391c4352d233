import type { Tx } from "@/db/client";
import type { Step } from "./types";

/** Who approves beside this over one of these lanes waits here until the transaction ends, and then sees what room is left. */
export async function lockLanes(tx: Tx, steps: readonly Step[]): Promise<void> {
  const laneIds = steps.flatMap((step) => (step.kind === "transfer" ? [step.laneId] : []));
  if (laneIds.length > 0)
    await tx`select 1 from lane where id = any(${laneIds}::int[]) order by id for no key update`;
}
