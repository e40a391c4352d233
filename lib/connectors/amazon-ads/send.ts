import {
  type AdReading,
  adBudgetData,
  adSwitchData,
  blankSendResult,
  type OutboundMessage,
  type SendResult,
} from "@/lib/core/outbound";
import { type Session, VendorError } from "../live-contract";
import { campaignReading, productAdReading, readAd } from "./ad-reading";
import { campaigns, productAds } from "./entities";
import { type Told, updateEntities } from "./update";

/**
 * Carries out ad.pause, ad.resume and ad.budget. The state at Amazon is read first: an action whose premise is gone is
 * refused; one that is already so is accepted, because a repeat cannot be told from a first attempt here. "Accepted" is
 * Amazon's word only. Throws VendorError when the grant is gone: then the action waits until it is renewed.
 */
export async function send(session: Session, message: OutboundMessage): Promise<SendResult> {
  try {
    if (message.type === "ad.pause" || message.type === "ad.resume") return await switchAd(session, message);
    if (message.type === "ad.budget") return await setBudget(session, message);
    return { ...blankSendResult, outcome: "failed", reason: "unknown_action" };
  } catch (error) {
    if (error instanceof VendorError && error.failure !== "unauthorised") return failed(error);
    throw error;
  }
}

async function switchAd(session: Session, message: OutboundMessage): Promise<SendResult> {
  const parsed = adSwitchData.safeParse(message.data);
  if (!parsed.success) return { ...blankSendResult, outcome: "failed", reason: "malformed_action" };
  const { level, externalId, expectedState } = parsed.data;
  const wanted = message.type === "ad.pause" ? "paused" : "enabled";
  const before = await readAd(session, { subject: "ad", level, externalId });
  if (!before) return { ...blankSendResult, outcome: "failed", reason: "unknown_ad" };
  if (before.state === wanted) return alreadySo(before);
  if (before.state === "ended" || (expectedState && before.state !== expectedState))
    return {
      ...blankSendResult,
      outcome: "refused",
      reason: "state_changed",
      current: { subject: "ad", ...before },
    };
  const state = wanted.toUpperCase();
  if (level === "campaign") {
    const [told] = await updateEntities(session, campaigns, [{ campaignId: externalId, state }]);
    return meaningOf(told, (shown) => campaignReading(shown, session.now()));
  }
  const [told] = await updateEntities(session, productAds, [{ adId: externalId, state }]);
  return meaningOf(told, (shown) => productAdReading(shown, session.now()));
}

async function setBudget(session: Session, message: OutboundMessage): Promise<SendResult> {
  const parsed = adBudgetData.safeParse(message.data);
  if (!parsed.success) return { ...blankSendResult, outcome: "failed", reason: "malformed_action" };
  const { campaignExternalId: campaignId, budgetPerDay, expectedBudgetPerDay } = parsed.data;
  const before = await readAd(session, { subject: "ad", level: "campaign", externalId: campaignId });
  if (!before) return { ...blankSendResult, outcome: "failed", reason: "unknown_campaign" };
  const now = before.budgetPerDay ?? null;
  if (now !== null && same(now, budgetPerDay)) return alreadySo(before);
  const moved = expectedBudgetPerDay != null && (now === null || !same(now, expectedBudgetPerDay));
  if (before.state === "ended" || moved)
    return {
      ...blankSendResult,
      outcome: "refused",
      reason: "state_changed",
      current: { subject: "ad", ...before },
    };
  const [told] = await updateEntities(session, campaigns, [
    { campaignId, budget: { budgetType: "DAILY", budget: Number(budgetPerDay) } },
  ]);
  return meaningOf(told, (shown) => campaignReading(shown, session.now()));
}

const same = (a: string, b: string): boolean => Number(a) === Number(b);

const alreadySo = (before: AdReading): SendResult => ({
  ...blankSendResult,
  outcome: "accepted",
  receipt: { alreadySo: true },
  current: { subject: "ad", ...before },
});

const again: ReadonlySet<string> = new Set(["throttledError", "internalServerError"]);

/** What one entry of a 207 means. Errors that speak of a passing trouble are tried again. */
export function meaningOf<T>(told: Told<T> | undefined, read: (shown: T) => AdReading): SendResult {
  const answered = { ...blankSendResult, httpStatus: 207 };
  if (told?.outcome === "success") {
    const current = told.shown === null ? null : ({ subject: "ad", ...read(told.shown) } as const);
    return { ...answered, outcome: "accepted", receipt: {}, current };
  }
  if (told?.outcome !== "error") return { ...answered, outcome: "retry", reason: "not_answered" };
  if (again.has(told.code)) return { ...answered, outcome: "retry", reason: told.code };
  const outcome = told.code === "entityStateError" ? "refused" : "failed";
  return { ...answered, outcome, reason: told.code, answer: told.code };
}

function failed(error: VendorError): SendResult {
  const outcome =
    error.failure === "throttled" || error.failure === "transient" || error.failure === "unexpected"
      ? "retry"
      : "failed";
  const status = /^http_(\d{3})$/.exec(error.code)?.[1];
  return {
    ...blankSendResult,
    outcome,
    httpStatus: status ? Number(status) : null,
    reason: error.code,
    answer: error.message.slice(0, 500),
    retryAfterSeconds: error.retryAfterSeconds,
  };
}
