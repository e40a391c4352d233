import { z } from "zod";
import { hashText } from "../company/random";
import { type Answer, receiptAnswer, refusal } from "./answer";
import {
  type AdState,
  adKey,
  nextReference,
  type PlatformAd,
  type TakenAction,
  type Toggle,
  type VendorState,
} from "./state";

export const adRequest = z.object({
  actionId: z.string(),
  level: z.enum(["product_ad", "campaign"]),
  externalId: z.string().min(1),
  campaignExternalId: z.string().min(1),
  expectedState: z.enum(["enabled", "paused", "ended"]).optional(),
});

export const budgetRequest = z.object({
  actionId: z.string(),
  campaignExternalId: z.string().min(1),
  budgetPerDay: z.string().regex(/^\d+(\.\d+)?$/),
  expectedBudgetPerDay: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .nullish(),
});

const HOUR_MS = 3_600_000;
const ROWS_MAX = 5_000;
const hourWeights = [2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 7, 7, 6, 5, 3];

const lastToggle = (ad: PlatformAd): Toggle =>
  ad.toggles.at(-1) ?? { at: 0, state: "enabled", by: "platform", actionId: null };

/** The ad as a reading shows it. */
export function adReading(ad: PlatformAd, now: number) {
  const { state, at, by, actionId } = lastToggle(ad);
  return {
    level: ad.level,
    externalId: ad.externalId,
    campaignExternalId: ad.campaignExternalId,
    state,
    changedAt: at === 0 ? null : new Date(at).toISOString(),
    changedBy: by,
    lastActionId: actionId,
    ...(ad.level === "campaign" ? { budgetPerDay: ad.budgetPerDay ?? null } : {}),
    readAt: new Date(now).toISOString(),
  };
}

/** Switches an ad or a campaign. The state is changed at once, so the answer is 200. */
export function switchAd(
  state: VendorState,
  connection: string,
  wanted: "paused" | "enabled",
  request: z.output<typeof adRequest>,
  now: number,
): { answer: Answer; taken: Pick<TakenAction, "reference" | "subject"> | null } {
  const key = adKey(connection, request.level, request.externalId);
  const ad = state.ads[key];
  if (!ad)
    return {
      answer: refusal(
        404,
        request.level === "campaign" ? "unknown_campaign" : "unknown_ad",
        `There is no ${request.level === "campaign" ? "campaign" : "ad"} ${request.externalId}.`,
      ),
      taken: null,
    };
  const before = lastToggle(ad).state;
  if (before === "ended" || (request.expectedState !== undefined && before !== request.expectedState))
    return {
      answer: refusal(409, "state_changed", `The state is ${before}.`, { current: adReading(ad, now) }),
      taken: null,
    };
  setAdState(state, ad, wanted, "plimsoll", request.actionId, now);
  const reference = nextReference(state, "AD");
  return {
    answer: receiptAnswer(
      200,
      { reference, acceptedAt: new Date(now).toISOString() },
      false,
      adReading(ad, now),
    ),
    taken: { reference, subject: key },
  };
}

/** Sets what a campaign may spend a day, at once. */
export function setBudget(
  state: VendorState,
  connection: string,
  request: z.output<typeof budgetRequest>,
  now: number,
): { answer: Answer; taken: Pick<TakenAction, "reference" | "subject"> | null } {
  const { campaignExternalId: id, budgetPerDay, expectedBudgetPerDay } = request;
  const key = adKey(connection, "campaign", id);
  const campaign = state.ads[key];
  if (!campaign)
    return { answer: refusal(404, "unknown_campaign", `There is no campaign ${id}.`), taken: null };
  const present = campaign.budgetPerDay ?? null;
  const moved =
    expectedBudgetPerDay != null && (present === null || Number(present) !== Number(expectedBudgetPerDay));
  if (lastToggle(campaign).state === "ended" || moved)
    return {
      answer: refusal(409, "state_changed", `The budget is ${present ?? "not set"}.`, {
        current: adReading(campaign, now),
      }),
      taken: null,
    };
  campaign.budgetPerDay = budgetPerDay;
  const reference = nextReference(state, "AD");
  const receipt = { reference, acceptedAt: new Date(now).toISOString() };
  return {
    answer: receiptAnswer(200, receipt, false, adReading(campaign, now)),
    taken: { reference, subject: key },
  };
}

/** Changes a state, whoever does it, and tells Plimsoll. */
export function setAdState(
  state: VendorState,
  ad: PlatformAd,
  wanted: AdState,
  by: Toggle["by"],
  actionId: string | null,
  now: number,
): void {
  ad.toggles.push({ at: now, state: wanted, by, actionId });
  state.callBacks.push({
    connection: ad.connection,
    eventId: `${actionId ?? `${by}-${now}`}:changed:${ad.externalId}`,
    type: "ad.changed",
    data: adReading(ad, now),
    occurredAt: new Date(now).toISOString(),
    attempts: 0,
    nextAt: now,
  });
}

/** Share of a span in which an ad ran. */
function runningShare(ad: PlatformAd, from: number, until: number): number {
  let sum = 0;
  for (const [at, toggle] of ad.toggles.entries()) {
    if (toggle.state !== "enabled") continue;
    const end = ad.toggles[at + 1]?.at ?? Infinity;
    sum += Math.max(0, Math.min(until, end) - Math.max(from, toggle.at));
  }
  return sum / (until - from);
}

/**
 * What the ads of a connection spent, hour by hour since a moment, the running hour included. Paused time has no spend;
 * `empty` names campaigns and ads that the platform stopped by itself.
 */
export function spendSince(
  state: VendorState,
  connection: string,
  since: number,
  now: number,
  empty: ReadonlySet<string> = new Set(),
) {
  const ads = Object.values(state.ads).filter((ad) => ad.connection === connection);
  const rows = [];
  const first = Math.max(
    Math.floor(since / HOUR_MS) * HOUR_MS,
    Math.floor((now - 48 * HOUR_MS) / HOUR_MS) * HOUR_MS,
  );
  for (let hour = first; hour < now && rows.length < ROWS_MAX; hour += HOUR_MS) {
    if (hour + HOUR_MS <= since) continue;
    const until = Math.min(now, hour + HOUR_MS);
    for (const ad of ads) {
      if (ad.level !== "product_ad" || empty.has(ad.externalId) || rows.length >= ROWS_MAX) continue;
      const campaign = state.ads[adKey(connection, "campaign", ad.campaignExternalId)];
      const share = Math.min(
        runningShare(ad, hour, until),
        campaign ? runningShare(campaign, hour, until) : 1,
      );
      const chance = (hashText(`${ad.externalId}/${hour}`) % 1000) / 1000;
      const dayShare = (hourWeights[new Date(hour).getUTCHours()] ?? 4) / 100;
      const elapsed = (until - hour) / HOUR_MS;
      const clicks = Math.floor(
        (ad.spendMinorPerDay * dayShare * share * elapsed * (0.6 + 0.8 * chance)) / ad.clickMinor + chance,
      );
      if (clicks === 0 || share === 0) continue;
      const units = chance < Math.min(0.9, clicks * 0.06) ? 1 : 0;
      rows.push({
        adExternalId: ad.externalId,
        campaignExternalId: ad.campaignExternalId,
        startsAt: new Date(hour).toISOString(),
        grain: "hour",
        spendMinor: Math.round(clicks * ad.clickMinor),
        impressions: clicks * 90,
        clicks,
        attributedUnits: units,
        attributedSalesMinor: units * ad.priceMinor,
      });
    }
  }
  return { currency: ads[0]?.currency ?? "USD", readAt: new Date(now).toISOString(), rows };
}
