/** Waits between attempts, in seconds: quick at first for a hiccup, then slower; about three hours in all. */
const waits = [5, 15, 45, 120, 360, 900, 1_800, 3_600, 3_600] as const;

/**
 * Seconds until the next attempt after `attempts` of one series, or null when the series has ended. A fifth is left to
 * chance so that actions which failed together do not come back together; a vendor's own Retry-After is never undercut.
 * `chance` lies in [0, 1).
 */
export function retryDelaySeconds(
  attempts: number,
  retryAfterSeconds: number | null,
  chance: number,
): number | null {
  const wait = waits[attempts - 1];
  if (wait === undefined) return null;
  return Math.max(wait * (0.9 + 0.2 * chance), retryAfterSeconds ?? 0);
}
