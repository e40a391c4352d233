import type { Queryable } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** Everything stands still: nothing is approved and nothing that waits is sent. */
export interface Standstill {
  id: number;
  stoppedAt: Date;
  stoppedBy: string;
  reason: string;
  /** Actions that wait to be sent. */
  waiting: number;
}

/** The standstill in force; null: all is running. */
export async function getStandstill(db: Queryable): Promise<Standstill | null> {
  const [row] = await db<Standstill[]>`
    select id, stopped_at as "stoppedAt", stopped_by as "stoppedBy", reason,
      (select count(*)::int from action where state = 'queued') as waiting
    from standstill where ended_at is null`;
  return row ? { ...row } : null;
}

/** Throws Conflict while everything stands still. Sending checks it again by itself, in its own statement. */
export async function refuseWhileStopped(db: Queryable): Promise<void> {
  const stopped = await getStandstill(db);
  if (!stopped) return;
  throw new Conflict(
    `Everything was stopped by ${stopped.stoppedBy}: ${stopped.reason}. Nothing was sent; decide again once it is running.`,
    {
      say: say("authority.refused.stopped", {
        name: stopped.stoppedBy,
        reason: stopped.reason,
        at: { at: stopped.stoppedAt.toISOString() },
      }),
      details: {
        kind: "stopped",
        by: stopped.stoppedBy,
        at: stopped.stoppedAt.toISOString(),
        reason: stopped.reason,
      },
    },
  );
}

/** Whether the details of a Conflict are those of a standstill. */
export const isStopped = (details: unknown): boolean =>
  typeof details === "object" && details !== null && "kind" in details && details.kind === "stopped";
