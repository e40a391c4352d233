/** A vendor's limit on an operation: what flows back a second, and how much may be taken at once. */
export interface Quota {
  perSecond: number;
  burst: number;
}

/** Token buckets by operation. Answers 0 when one was taken, else the seconds until there is one. */
export function throttle(quotas: Readonly<Record<string, Quota>>): (operation: string) => number {
  const buckets = new Map<string, { left: number; at: number }>();
  return (operation) => {
    const quota = quotas[operation];
    if (!quota) return 0;
    const now = performance.now() / 1000;
    const bucket = buckets.get(operation) ?? { left: quota.burst, at: now };
    bucket.left = Math.min(quota.burst, bucket.left + (now - bucket.at) * quota.perSecond);
    bucket.at = now;
    buckets.set(operation, bucket);
    if (bucket.left < 1) return (1 - bucket.left) / quota.perSecond;
    bucket.left--;
    return 0;
  };
}
