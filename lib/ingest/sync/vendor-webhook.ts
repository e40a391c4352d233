import type { Db } from "@/db/client";
import type { WebhookCall, WebhookSide } from "@/lib/connectors/live-contract";
import type { LiveAccount } from "./account";
import { countCall, type WebhookResult } from "./count-calls";
import { takeEvent } from "./take-events";

export interface Answered {
  /** As the vendor expects it. */
  status: number;
  result: WebhookResult;
}

/**
 * Takes one call-back of a vendor: size, signature and age first, then each event once. Records that came whole are
 * visible when it returns; what the call only names is asked for by the worker at once. Whatever is wrong with a call is
 * answered as the vendor expects it, counted, and never processed.
 */
export async function takeVendorWebhook(
  db: Db,
  account: LiveAccount,
  side: WebhookSide,
  call: WebhookCall,
  now: Date,
): Promise<Answered> {
  const answered = await judge(db, account, side, call, now);
  await countCall(db, account.connectionId, answered.result);
  return answered;
}

async function judge(
  db: Db,
  account: LiveAccount,
  side: WebhookSide,
  call: WebhookCall,
  now: Date,
): Promise<Answered> {
  const { taken, unsigned, malformed } = side.statuses;
  if (Buffer.byteLength(call.rawBody) > side.bytesMax) return { status: malformed, result: "too_large" };
  const present = new Date(now.getTime() + account.clockAheadSeconds * 1000);
  const verdict = side.verify(call, signingSecrets(account), present);
  if (verdict === "unsigned") return { status: unsigned, result: "unsigned" };
  // A stale call is genuine, so refusing it would only make the vendor give the hook up; polling brings what it meant.
  if (verdict === "stale") return { status: taken, result: "stale" };
  const meaning = side.understand(call, account.settings);
  if (meaning.kind === "malformed") return { status: malformed, result: "malformed" };
  if (meaning.kind === "ignored") return { status: taken, result: "ignored" };
  if (account.paused) return { status: taken, result: "ignored" };
  return { status: taken, result: await takeEvent(db, account.connectionId, meaning) };
}

/** Every secret of the account may be the one that signs; so may those that were replaced a little while ago. */
const signingSecrets = ({ secrets, formerSecrets }: LiveAccount): string[] =>
  [secrets, ...formerSecrets].flatMap((some) => Object.values(some));
