export type LagBand = "within_15_min" | "within_60_min" | "within_6_h" | "over_6_h" | "unknown";

export interface SyncLagInput {
  /** visible_at − source_event_at of each record of the span, seconds; negative ones (clocks apart) count as 0. */
  lagSeconds: readonly number[];
  /** When the oldest record that is not applied yet happened, epoch seconds; null: none waits. */
  oldestUnprocessedAt: number | null;
  /** Last complete reading of the source, epoch seconds; null: never. */
  lastConfirmedAt: number | null;
  now: number;
}

export interface SyncLag {
  p50Seconds: number | null;
  p95Seconds: number | null;
  p99Seconds: number | null;
  oldestUnprocessedSeconds: number | null;
  sinceConfirmedSeconds: number | null;
  /** The worst of: p95, the oldest unprocessed, the time since the last confirmation. Never confirmed: unknown. */
  band: LagBand;
}

/** Band of an age in seconds: ≤ 15 min, ≤ 60 min, ≤ 6 h, over. Null is unknown. */
export function lagBand(seconds: number | null): LagBand {
  if (seconds === null) return "unknown";
  if (seconds <= 900) return "within_15_min";
  if (seconds <= 3_600) return "within_60_min";
  return seconds <= 21_600 ? "within_6_h" : "over_6_h";
}

/** Without a limit of its own a source is late after an hour, where its clock leaves the quiet bands. */
export const lateAfterSeconds = 3_600;

/**
 * Seconds after which a source that was not confirmed is late; null: never, because a file comes when somebody brings it.
 */
export const lateLimitSeconds = (source: { vendor: string; lagLimitSeconds: number | null }): number | null =>
  source.lagLimitSeconds ?? (source.vendor === "file" ? null : lateAfterSeconds);

/**
 * Sync lag of a source. Percentiles alone hide a source that has fallen silent, so the age of the oldest unprocessed record
 * and the time since the last confirmed reading stand beside them. Percentiles by nearest rank; null without records.
 */
export function syncLag(input: SyncLagInput): SyncLag {
  const sorted = input.lagSeconds.map((lag) => Math.max(0, lag)).sort((a, b) => a - b);
  const age = (at: number | null) => (at === null ? null : Math.max(0, input.now - at));
  const p95Seconds = nearestRank(sorted, 0.95);
  const oldestUnprocessedSeconds = age(input.oldestUnprocessedAt);
  const sinceConfirmedSeconds = age(input.lastConfirmedAt);
  const worst = Math.max(p95Seconds ?? 0, oldestUnprocessedSeconds ?? 0, sinceConfirmedSeconds ?? 0);
  return {
    p50Seconds: nearestRank(sorted, 0.5),
    p95Seconds,
    p99Seconds: nearestRank(sorted, 0.99),
    oldestUnprocessedSeconds,
    sinceConfirmedSeconds,
    band: lagBand(sinceConfirmedSeconds === null ? null : worst),
  };
}

/** Histogram bucket of a lag: each is 10 % wider than the one before, 0 holds everything up to a second. */
export function lagBucket(seconds: number): number {
  return Math.floor(Math.log(Math.max(seconds, 1)) / Math.log(1.1) + 1e-9);
}

/** Percentile from counts by bucket: the upper edge of the bucket it lies in, so at most 10 % too high. Null without counts. */
export function lagPercentile(counts: ReadonlyMap<number, number>, q: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen >= q * total) return 1.1 ** (bucket + 1);
  }
  return null;
}

function nearestRank(sorted: readonly number[], q: number): number | null {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
