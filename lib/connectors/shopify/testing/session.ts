import { setTimeout as sleep } from "node:timers/promises";
import {
  type Page,
  type ReadRequest,
  type Session,
  type SourceRecord,
  VendorError,
  type VendorRequest,
} from "@/lib/connectors/live-contract";
import { shopifyConnector } from "../provider";

export interface TestSession extends Session {
  /** Requests in their order, without headers. */
  sent: VendorRequest[];
  learned: { bucket: string; left?: number; waitSeconds?: number }[];
  slept: () => number;
}

/** A session that keeps everything in memory: enough to drive the connector by itself. */
export function testSession(
  settings: Record<string, string>,
  secrets: Record<string, string>,
  now: () => Date = () => new Date(),
): TestSession {
  const tokens = new Map<string, string>();
  const buckets = new Map<
    string,
    { left: number; perSecond: number; burst: number; at: number; blockedUntil: number }
  >();
  for (const { bucket, burst, perSecond } of shopifyConnector.limits)
    buckets.set(bucket, { left: burst, perSecond, burst, at: performance.now(), blockedUntil: 0 });
  let slept = 0;
  const pause = async (seconds: number) => {
    slept += seconds;
    await sleep(seconds * 1000);
  };
  const session: TestSession = {
    connection: { id: 1, key: "shopify-test", simulated: true },
    settings,
    secrets,
    sent: [],
    learned: [],
    slept: () => slept,
    now,
    signal: new AbortController().signal,
    async fetch(request) {
      for (const { bucket, cost } of request.take ?? []) {
        const state = buckets.get(bucket);
        if (!state) continue;
        const at = performance.now();
        state.left = Math.min(state.burst, state.left + ((at - state.at) / 1000) * state.perSecond);
        state.at = at;
        const wait = Math.max(0, (state.blockedUntil - at) / 1000, (cost - state.left) / state.perSecond);
        if (wait > 0) await pause(wait);
        state.left -= cost;
      }
      const { headers: _headers, ...kept } = request;
      session.sent.push(kept);
      try {
        const answer = await fetch(request.url, {
          method: request.method,
          headers: request.headers ?? {},
          body: request.body ?? null,
          redirect: "manual",
        });
        const bytes = Buffer.from(await answer.arrayBuffer());
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          text: bytes.toString("utf8"),
        };
      } catch {
        throw new VendorError("transient", "no_answer", "The vendor did not answer.");
      }
    },
    async token(name, make) {
      const known = tokens.get(name);
      if (known) return known;
      const { value } = await make();
      tokens.set(name, value);
      return value;
    },
    async dropToken(name) {
      tokens.delete(name);
    },
    async learn(bucket, seen) {
      session.learned.push({ bucket, ...seen });
      const state = buckets.get(bucket);
      if (!state) return;
      const at = performance.now();
      if (seen.perSecond !== undefined) state.perSecond = seen.perSecond;
      if (seen.burst !== undefined) state.burst = seen.burst;
      if (seen.left !== undefined) Object.assign(state, { left: seen.left, at });
      if (seen.waitSeconds !== undefined) state.blockedUntil = at + seen.waitSeconds * 1000;
    },
  };
  return session;
}

/** Reads all pages of a stream; what the vendor puts off is asked again at its pace, as the engine does. */
export async function readAll(
  session: TestSession,
  request: Omit<ReadRequest, "position">,
  onPage: (page: Page) => void = () => {},
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  let position: ReadRequest["position"] = null;
  for (;;) {
    try {
      const page: Page = await shopifyConnector.read(session, { ...request, position });
      records.push(...page.records);
      onPage(page);
      if (page.next === null) return records;
      position = page.next;
      if (page.waitSeconds) await sleep(page.waitSeconds * 1000);
    } catch (error) {
      if (!(error instanceof VendorError) || error.failure !== "throttled") throw error;
      await sleep((error.retryAfterSeconds ?? 0.1) * 1000);
    }
  }
}
