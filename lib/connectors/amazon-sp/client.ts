import type { z } from "zod";
import { type Session, type VendorAnswer, VendorError, type VendorRequest } from "../live-contract";
import { ACCESS, accessToken } from "./access-token";
import { accountOf, regionBase } from "./account";
import { failureOf, grantedRate, tokenRefused } from "./failure";
import type { Region } from "./marketplaces";
import { type Operation, usualRate } from "./operations";

export interface Call {
  method: VendorRequest["method"];
  path: string;
  query?: Record<string, string | number | boolean | readonly string[] | null | undefined>;
  body?: unknown;
  /** Another region than the account's. */
  region?: Region;
}

/** How often one call is sent again here, and the longest wait that is worth staying for; then the work is put off. */
const repeatsMax = (status: number): number => (status === 429 ? 3 : 1);
const waitHereSecondsMax = 20;

/**
 * Carries one operation out and returns its answer, checked, beside the raw JSON and the time of Amazon's clock. Takes from the operation's bucket, tells
 * the engine the rate that the answer grants, renews a refused token once, waits out short throttling. Throws VendorError.
 */
export async function callApi<T>(
  session: Session,
  operation: Operation,
  call: Call,
  schema: z.ZodType<T>,
): Promise<{ value: T; raw: unknown; at: Date }> {
  const answer = await sendCall(session, operation, call);
  let raw: unknown = {};
  if (answer.text !== "") {
    try {
      raw = JSON.parse(answer.text);
    } catch {
      throw new VendorError("unexpected", "no_json", `${operation}: the answer is no JSON.`);
    }
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data, raw, at: vendorTime(answer, session.now()) };
  const where = parsed.error.issues[0];
  const said = where ? `${where.path.join(".")}: ${where.message}` : "unknown shape";
  throw new VendorError("unexpected", "shape", `${operation}: ${said}`.slice(0, 300));
}

async function sendCall(session: Session, operation: Operation, call: Call): Promise<VendorAnswer> {
  let renewed = false;
  for (let repeats = 0; ; ) {
    const answer = await sendOnce(session, operation, call);
    await learnRate(session, operation, answer);
    if (answer.status >= 200 && answer.status < 300) return answer;
    if (!renewed && tokenRefused(answer)) {
      renewed = true;
      await session.dropToken(ACCESS);
      continue;
    }
    const failure = failureOf(operation, answer);
    const wait = failure.retryAfterSeconds ?? 0;
    if (failure.failure !== "throttled") throw failure;
    await session.learn(operation, { waitSeconds: wait });
    repeats++;
    if (repeats > repeatsMax(answer.status) || wait > waitHereSecondsMax) throw failure;
  }
}

async function sendOnce(session: Session, operation: Operation, call: Call): Promise<VendorAnswer> {
  const region = call.region ?? accountOf(session.settings).region;
  const token = await accessToken(session);
  const query = queryOf(call.query ?? {});
  const sent = call.body === undefined ? null : JSON.stringify(call.body);
  return session.fetch({
    method: call.method,
    url: `${regionBase(session, region)}${call.path}${query && `?${query}`}`,
    headers: {
      accept: "application/json",
      "user-agent": "Plimsoll/1.0 (Language=TypeScript)",
      "x-amz-access-token": token,
      "x-amz-date": amzDate(session.now()),
      ...(sent === null ? {} : { "content-type": "application/json" }),
    },
    body: sent,
    take: [{ bucket: operation, cost: 1 }],
  });
}

async function learnRate(session: Session, operation: Operation, answer: VendorAnswer): Promise<void> {
  const rate = grantedRate(answer.headers);
  if (rate !== null && (rate !== usualRate(operation) || answer.status === 429))
    await session.learn(operation, { perSecond: rate });
}

/** Lists are written with commas between, as the model's `collectionFormat: csv` says. */
function queryOf(query: NonNullable<Call["query"]>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const text = Array.isArray(value)
      ? value.map(encodeURIComponent).join(",")
      : encodeURIComponent(String(value));
    return [`${encodeURIComponent(name)}=${text}`];
  });
  return pairs.join("&");
}

const amzDate = (moment: Date): string => moment.toISOString().replace(/[-:]|\.\d+/g, "");

/** A smaller difference is the whole seconds of the Date header. */
const clockSlackMs = 3_000;

/** When an answer was given by Amazon's clock, in which its notifications tell their times too. */
function vendorTime(answer: VendorAnswer, now: Date): Date {
  const told = Date.parse(answer.headers.date ?? "");
  return Number.isNaN(told) || Math.abs(told - now.getTime()) < clockSlackMs ? now : new Date(told);
}
