import { type Session, type VendorAnswer, VendorError, type VendorRequest } from "../../live-contract";
import { limits } from "../operations";

interface Bucket {
  perSecond: number;
  burst: number;
  tokens: number;
  at: number;
  blockedUntil: number;
}

export interface TestSession extends Session {
  /** How often an access token was made. */
  tokensMade: () => number;
  /** Everything that was sent, in order. */
  sent: readonly { method: string; url: string; headers: Record<string, string>; body: string | null }[];
  /** What the connector said about waiting, in seconds. */
  waits: number[];
}

/**
 * A session in memory that sends over real HTTP and keeps its buckets as the engine does. Waits that the connector asks
 * for pass `pace` times as long; waits of buckets are real.
 */
export function testSession(
  settings: Record<string, string>,
  secrets: Record<string, string>,
  {
    pace = 0,
    rates = {},
    clockMs = () => Date.now(),
  }: {
    pace?: number;
    rates?: Partial<Record<string, { perSecond: number; burst: number }>>;
    clockMs?: () => number;
  } = {},
): TestSession {
  const buckets = new Map<string, Bucket>();
  const tokens = new Map<string, { value: string; expiresAt: string }>();
  const making = new Map<string, Promise<string>>();
  const sent: { method: string; url: string; headers: Record<string, string>; body: string | null }[] = [];
  const waits: number[] = [];
  let made = 0;
  const bucketOf = (name: string): Bucket => {
    const usual = rates[name] ?? limits.find(({ bucket }) => bucket === name) ?? { perSecond: 1, burst: 1 };
    const bucket = buckets.get(name) ?? {
      ...usual,
      tokens: usual.burst,
      at: performance.now(),
      blockedUntil: 0,
    };
    buckets.set(name, bucket);
    return bucket;
  };
  const take = async (name: string, cost: number): Promise<void> => {
    const bucket = bucketOf(name);
    for (;;) {
      const now = performance.now();
      bucket.tokens = Math.min(bucket.burst, bucket.tokens + ((now - bucket.at) / 1000) * bucket.perSecond);
      bucket.at = now;
      const blockedMs = bucket.blockedUntil - now;
      const missingMs = bucket.tokens >= cost ? 0 : ((cost - bucket.tokens) / bucket.perSecond) * 1000;
      const waitMs = Math.max(blockedMs, missingMs);
      if (waitMs <= 0) break;
      if (waitMs > 60_000)
        throw new VendorError("throttled", "quota", "The quota is used up.", waitMs / 1000);
      await new Promise((done) => setTimeout(done, waitMs + 1));
    }
    bucket.tokens -= cost;
  };
  return {
    connection: { id: 1, key: "amazon-test", simulated: true },
    settings,
    secrets,
    sent,
    waits,
    tokensMade: () => made,
    async fetch(request) {
      for (const { bucket, cost } of request.take ?? []) await take(bucket, cost);
      const { method, url, headers = {}, body = null } = request;
      sent.push({ method, url, headers, body });
      return overHttp(request);
    },
    async token(name, make) {
      const known = tokens.get(name);
      if (known && Date.parse(known.expiresAt) > clockMs()) return known.value;
      const running = making.get(name);
      if (running) return running;
      const fresh = make()
        .then((token) => {
          made++;
          tokens.set(name, token);
          return token.value;
        })
        .finally(() => making.delete(name));
      making.set(name, fresh);
      return fresh;
    },
    async dropToken(name) {
      tokens.delete(name);
    },
    async learn(name, seen) {
      const bucket = bucketOf(name);
      if (seen.perSecond) bucket.perSecond = seen.perSecond;
      if (seen.burst) bucket.burst = seen.burst;
      if (seen.left !== undefined) bucket.tokens = seen.left;
      if (seen.waitSeconds) {
        waits.push(seen.waitSeconds);
        bucket.blockedUntil = performance.now() + seen.waitSeconds * 1000 * pace;
      }
    },
    now: () => new Date(clockMs()),
    signal: new AbortController().signal,
  };
}

async function overHttp(request: VendorRequest): Promise<VendorAnswer> {
  try {
    const answer = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      body: request.body ?? null,
      redirect: "manual",
      signal: AbortSignal.timeout((request.timeoutSeconds ?? 30) * 1000),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const headers = Object.fromEntries(
      [...answer.headers].map(([name, value]) => [name.toLowerCase(), value]),
    );
    const text = request.bytes ? "" : new TextDecoder().decode(bytes);
    return request.bytes
      ? { status: answer.status, headers, text, bytes }
      : { status: answer.status, headers, text };
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    throw new VendorError(
      "transient",
      name === "TimeoutError" ? "timeout" : "network",
      "The connection broke off.",
    );
  }
}
