import type { SourceRow } from "@/db/queries/sync";
import { lateLimitSeconds } from "@/lib/metrics/sync-lag/compute";

/** Records that wait longer than this to be applied hold something up. */
const waitingSeconds = 900;

/** Whether a source wants looking at: it fails, was last confirmed too long ago, or has records waiting. */
export function isLate(
  source: Pick<
    SourceRow,
    "state" | "vendor" | "lastError" | "lastConfirmedAt" | "lagLimitSeconds" | "oldestWaitingAt"
  >,
  now: Date,
): boolean {
  if (source.state === "disconnected" || source.state === "paused") return false;
  const secondsSince = (at: Date) => (now.getTime() - at.getTime()) / 1_000;
  if (source.lastError !== null || source.state === "error") return true;
  if (source.oldestWaitingAt && secondsSince(source.oldestWaitingAt) > waitingSeconds) return true;
  const limit = lateLimitSeconds(source);
  return source.lastConfirmedAt !== null && limit !== null && secondsSince(source.lastConfirmedAt) > limit;
}
