import type { Logger } from "pino";
import type { Db } from "@/db/client";
import {
  type Session,
  type VendorAnswer,
  VendorError,
  type VendorRequest,
} from "@/lib/connectors/live-contract";
import type { LiveAccount } from "./account";
import { openBuckets } from "./buckets";
import { sendRequest } from "./http";
import { accountToken, forgetToken } from "./tokens";

export interface SessionOptions {
  log: Logger;
  signal: AbortSignal;
  /** Leaves part of every quota to others: for reading history. */
  patient?: boolean;
  now?: () => Date;
}

/** A session together with what the engine reads off it. `close` writes the account of its requests. */
export interface OpenSession {
  session: Session;
  /** The vendor's clock minus ours by its last answers, or as it was known before. */
  clockAheadSeconds: () => number;
  close: () => Promise<void>;
}

/** Smaller differences are the time on the way and the whole seconds of the Date header. */
const clockSlackSeconds = 3;

/** What the engine lends a connector for one piece of work with one account. */
export function openSession(db: Db, account: LiveAccount, options: SessionOptions): OpenSession {
  const { connectionId, key, simulated, connector } = account;
  const { log, signal } = options;
  const now = options.now ?? (() => new Date());
  const buckets = openBuckets(db, connectionId, connector.limits, { patient: options.patient ?? false });
  const calls = { calls: 0, throttled: 0, failed: 0, milliseconds: 0 };
  const handedOut = new Map<string, string>();
  let clockAhead = account.clockAheadSeconds;

  async function fetch(request: VendorRequest): Promise<VendorAnswer> {
    const take = request.take ?? [];
    await buckets.take(take, signal);
    const begun = performance.now();
    const place = placeOf(request.url);
    try {
      const answer = await sendRequest(request, { allowPrivateNetwork: account.allowPrivateNetwork, signal });
      if (answer.status === 429) calls.throttled++;
      if (answer.status >= 500) calls.failed++;
      clockAhead = readClock(answer.headers.date, now()) ?? clockAhead;
      log.debug({ connection: key, method: request.method, ...place, status: answer.status }, "vendor asked");
      return answer;
    } catch (error) {
      calls.failed++;
      const code = error instanceof VendorError ? error.code : "ended";
      log.debug({ connection: key, method: request.method, ...place, code }, "vendor did not answer");
      throw error;
    } finally {
      calls.calls++;
      calls.milliseconds += Math.round(performance.now() - begun);
      buckets.answered(take);
    }
  }

  const session: Session = {
    connection: { id: connectionId, key, simulated, allowPrivateNetwork: account.allowPrivateNetwork },
    settings: account.settings,
    secrets: account.secrets,
    fetch,
    token: async (name, make) => {
      const value = await accountToken(db, connectionId, name, make, signal);
      handedOut.set(name, value);
      return value;
    },
    dropToken: async (name) => {
      const refused = handedOut.get(name);
      if (refused !== undefined) await forgetToken(db, connectionId, name, refused);
    },
    learn: (bucket, seen) => buckets.learn(bucket, seen),
    now,
    signal,
  };
  const close = async () => {
    const { calls: count, throttled, failed, milliseconds } = calls;
    if (count === 0) return;
    await buckets.settle();
    Object.assign(calls, { calls: 0, throttled: 0, failed: 0, milliseconds: 0 });
    await db`
      insert into vendor_call as v (connection_id, hour, calls, throttled, failed, milliseconds)
      values (${connectionId}, date_trunc('hour', now()), ${count}, ${throttled}, ${failed}, ${milliseconds})
      on conflict (connection_id, hour) do update set calls = v.calls + excluded.calls, throttled = v.throttled + excluded.throttled,
        failed = v.failed + excluded.failed, milliseconds = v.milliseconds + excluded.milliseconds`;
  };
  return { session, clockAheadSeconds: () => clockAhead, close };
}

/** Host and path only: queries may carry what must not be logged. */
function placeOf(url: string): { host: string; path: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return { host: parsed?.host ?? "", path: parsed?.pathname ?? "" };
}

function readClock(header: string | undefined, now: Date): number | null {
  const at = header === undefined ? Number.NaN : Date.parse(header);
  if (Number.isNaN(at)) return null;
  // The header is cut to whole seconds; half of what it was cut by would still hide the newest changes.
  const ahead = (at + 1000 - now.getTime()) / 1000;
  return Math.abs(ahead) < clockSlackSeconds ? 0 : ahead;
}
