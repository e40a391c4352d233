import type { BlockedReason, Evidence } from "./types";

/**
 * Why a decision may not be carried out on these inputs at `now`: an input read longer ago than its limit, one never read,
 * or stock that is unknown. Inputs without a limit never block. The same source and limit is named once, by its oldest
 * input. Empty: nothing blocks.
 */
export function blockedReasons(evidence: readonly Evidence[], now: Date): BlockedReason[] {
  const worst = new Map<string, { reason: BlockedReason; ageSeconds: number }>();
  for (const input of evidence) {
    const found = reasonOf(input, now);
    if (!found) continue;
    const cause = JSON.stringify([
      found.reason.key,
      input.source,
      input.limitSeconds,
      found.reason.key === "unknown_stock" ? input.params : null,
    ]);
    const known = worst.get(cause);
    if (!known || found.ageSeconds > known.ageSeconds) worst.set(cause, found);
  }
  return [...worst.values()].sort((a, b) => b.ageSeconds - a.ageSeconds).map(({ reason }) => reason);
}

/** The oldest time of all inputs that have a limit; null when one of them was never read, or none has one. */
export function dataAsOf(evidence: readonly Evidence[]): string | null {
  let oldest: string | null = null;
  for (const { asOf, limitSeconds } of evidence) {
    if (limitSeconds === undefined) continue;
    if (asOf === null) return null;
    if (oldest === null || Date.parse(asOf) < Date.parse(oldest)) oldest = asOf;
  }
  return oldest;
}

function reasonOf(input: Evidence, now: Date): { reason: BlockedReason; ageSeconds: number } | null {
  if (input.limitSeconds === undefined) return null;
  const facts = { ...input.params, input: input.key, source: input.source, limitSeconds: input.limitSeconds };
  if (input.asOf === null) {
    return {
      reason: { key: "never_read", params: { ...facts, asOf: null } },
      ageSeconds: Number.POSITIVE_INFINITY,
    };
  }
  const ageSeconds = Math.floor((now.getTime() - Date.parse(input.asOf)) / 1_000);
  const params = { ...facts, asOf: input.asOf, ageSeconds };
  if (ageSeconds > input.limitSeconds) return { reason: { key: "stale_input", params }, ageSeconds };
  if (input.value === null && input.unit === "units")
    return { reason: { key: "unknown_stock", params }, ageSeconds };
  return null;
}
