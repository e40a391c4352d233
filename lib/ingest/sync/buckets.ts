import type { Db } from "@/db/client";
import { type Limit, VendorError } from "@/lib/connectors/live-contract";
import { pause } from "./pause";

/** Longer than this nobody waits inside a call: the work is put off instead, so that the worker is free. */
const waitSecondsMax = 60;
/** Share of a burst that work which is not urgent leaves to what is. */
const keptForOthers = 0.3;

export interface Buckets {
  /** Waits until all are to be had. Rejects with a throttled VendorError where that takes too long. */
  take(asked: readonly { bucket: string; cost: number }[], signal: AbortSignal): Promise<void>;
  /** The request that took has been answered. */
  answered(asked: readonly { bucket: string; cost: number }[]): void;
  /** Tells the others of answers that no later request has told of, such as a failed one's at the end of a session. */
  settle(): Promise<void>;
  /** What the vendor says of a bucket. `left` counts what requests under way have taken already. */
  learn(
    bucket: string,
    seen: { perSecond?: number; burst?: number; left?: number; waitSeconds?: number },
  ): Promise<void>;
}

/**
 * The token buckets of one account, kept in the database and so shared by all workers. `patient`: leaves part of each to
 * others, for reading history.
 */
export function openBuckets(
  db: Db,
  connectionId: number,
  limits: readonly Limit[],
  { patient = false }: { patient?: boolean } = {},
): Buckets {
  /** Costs of answered requests that the database does not know to be answered yet. */
  let givenBack: Record<string, number> = {};
  const known = new Set<string>();
  const handBack = () => {
    const back = givenBack;
    givenBack = {};
    return back;
  };
  return {
    async take(asked, signal) {
      const costs = sumCosts(asked);
      if (Object.keys(costs).length === 0) return;
      const named = Object.keys(costs);
      if (named.some((bucket) => !known.has(bucket))) {
        await ensureBuckets(
          db,
          connectionId,
          named.map((bucket) => limits.find((limit) => limit.bucket === bucket) ?? unknownLimit(bucket)),
        );
        for (const bucket of named) known.add(bucket);
      }
      for (;;) {
        const [row] = await db<{ wait: number }[]>`
          select take_tokens(${connectionId}, ${db.json(costs)}, ${db.json(handBack())}, ${waitSecondsMax},
            ${patient ? keptForOthers : 0}) as wait`;
        const wait = row?.wait ?? 0;
        if (wait >= 0) return wait > 0 ? pause(wait, signal) : undefined;
        if (-wait > waitSecondsMax)
          throw new VendorError("throttled", "quota", "The quota of this account is used up for now.", -wait);
        await pause(Math.min(-wait, 5), signal);
      }
    },
    answered(asked) {
      for (const [bucket, cost] of Object.entries(sumCosts(asked)))
        givenBack[bucket] = (givenBack[bucket] ?? 0) + cost;
    },
    async settle() {
      if (Object.keys(givenBack).length === 0) return;
      await db`select take_tokens(${connectionId}, '{}', ${db.json(handBack())}, ${waitSecondsMax}, 0)`;
    },
    async learn(bucket, seen) {
      const back = givenBack[bucket] ?? 0;
      delete givenBack[bucket];
      await learnBucket(db, connectionId, bucket, seen, back);
    },
  };
}

const sumCosts = (asked: readonly { bucket: string; cost: number }[]): Record<string, number> => {
  const costs: Record<string, number> = {};
  for (const { bucket, cost } of asked) costs[bucket] = (costs[bucket] ?? 0) + cost;
  return costs;
};

/** A bucket that nobody has described lets one through a second until the vendor says more. */
const unknownLimit = (bucket: string): Limit => ({ bucket, perSecond: 1, burst: 1 });

async function ensureBuckets(db: Db, connectionId: number, limits: readonly Limit[]): Promise<void> {
  await db`
    insert into rate_bucket (connection_id, bucket, per_second, burst, tokens)
    select ${connectionId}, bucket, "perSecond", burst, burst
    from jsonb_to_recordset(${db.json(limits as never)}) as r (bucket text, "perSecond" float8, burst float8) order by bucket
    on conflict (connection_id, bucket) do nothing`;
}

async function learnBucket(
  db: Db,
  connectionId: number,
  bucket: string,
  seen: { perSecond?: number; burst?: number; left?: number; waitSeconds?: number },
  givenBack: number,
): Promise<void> {
  const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : null);
  const [perSecond, burst] = [positive(seen.perSecond), positive(seen.burst)];
  const left = seen.left ?? null;
  const wait = positive(seen.waitSeconds);
  const full = burst ?? Math.max(1, left ?? 1);
  await db`
    insert into rate_bucket as b (connection_id, bucket, per_second, burst, tokens, blocked_until)
    values (${connectionId}, ${bucket}, ${perSecond ?? 1}, ${full}, ${left ?? full},
      clock_timestamp() + make_interval(secs => ${wait}))
    on conflict (connection_id, bucket) do update set
      per_second = coalesce(${perSecond}::float8, b.per_second),
      burst = coalesce(${burst}::float8, b.burst),
      in_flight = greatest(0, b.in_flight - ${givenBack}),
      tokens = case
        when ${left}::float8 is not null then ${left}::float8 - greatest(0, b.in_flight - ${givenBack})
        when ${wait}::float8 is not null then least(b.tokens, 0)
        else least(coalesce(${burst}::float8, b.burst),
          b.tokens + greatest(0, extract(epoch from clock_timestamp() - b.updated_at)) * b.per_second) end,
      updated_at = greatest(clock_timestamp(), b.updated_at),
      blocked_until = greatest(b.blocked_until, clock_timestamp() + make_interval(secs => ${wait}::float8))`;
}
