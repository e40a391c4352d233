import { limits, type Operation } from "@/lib/connectors/amazon-sp/operations";
import type { AmazonOptions } from "./options";

interface Bucket {
  perSecond: number;
  burst: number;
  tokens: number;
  at: number;
}

/** Token buckets as Amazon keeps them: one an operation. Unknown operations have a small one. */
export function openBuckets(rates: AmazonOptions["rates"]) {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (operation: string): Bucket => {
    const known = buckets.get(operation);
    if (known) return known;
    const usual = limits.find(({ bucket }) => bucket === operation) ?? { perSecond: 1, burst: 1 };
    const { perSecond, burst } = rates[operation as Operation] ?? usual;
    const bucket = { perSecond, burst, tokens: burst, at: performance.now() };
    buckets.set(operation, bucket);
    return bucket;
  };
  return {
    /** Takes one; false when none is left. */
    take(operation: string): boolean {
      const bucket = bucketOf(operation);
      const now = performance.now();
      bucket.tokens = Math.min(bucket.burst, bucket.tokens + ((now - bucket.at) / 1000) * bucket.perSecond);
      bucket.at = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    rateOf: (operation: string): number => bucketOf(operation).perSecond,
  };
}
