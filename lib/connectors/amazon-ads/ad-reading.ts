import type { AdReading, ReadResult, Subject } from "@/lib/core/outbound";
import { type Session, VendorError } from "../live-contract";
import { campaigns, productAds } from "./entities";
import { listPage } from "./list";
import { adState, budgetPerDay, changedAt, stateOf } from "./mapper";
import { groupsOf } from "./read-entities";
import type { Campaign, ProductAd } from "./wire-types";

type AdSubject = Extract<Subject, { subject: "ad" }>;

/** Reads an ad or a campaign back by its id. Only what this shows proves an action. Throws VendorError when the grant is gone. */
export async function readBack(session: Session, subject: Subject): Promise<ReadResult> {
  if (subject.subject !== "ad")
    return { outcome: "unreadable", reason: "not_readable", retryAfterSeconds: null };
  try {
    const reading = await readAd(session, subject);
    return reading ? { outcome: "seen", reading: { subject: "ad", ...reading } } : { outcome: "absent" };
  } catch (error) {
    if (!(error instanceof VendorError) || error.failure === "unauthorised") throw error;
    return { outcome: "unreadable", reason: error.code, retryAfterSeconds: error.retryAfterSeconds };
  }
}

/** The present state of an ad or a campaign; null when Amazon does not know it. Throws VendorError. */
export async function readAd(session: Session, { level, externalId }: AdSubject): Promise<AdReading | null> {
  if (level === "campaign") {
    const { items } = await listPage(session, campaigns, { ids: [externalId] });
    const found = items.find(({ campaignId }) => campaignId === externalId);
    return found ? campaignReading(found, session.now()) : null;
  }
  const { items } = await listPage(session, productAds, { ids: [externalId] });
  const found = items.find(({ adId }) => adId === externalId);
  if (!found) return null;
  const group = (await groupsOf(session, [found])).get(found.adGroupId);
  // Drafts and proposals spend nothing and cannot be switched: they are over before they began.
  return { ...productAdReading(found, session.now()), state: adState(found, group) ?? "ended" };
}

export const campaignReading = (one: Campaign, now: Date): AdReading => ({
  level: "campaign",
  externalId: one.campaignId,
  campaignExternalId: one.campaignId,
  state: stateOf(one.state) ?? "ended",
  changedAt: changedAt(one),
  changedBy: null,
  lastActionId: null,
  budgetPerDay: budgetPerDay(one),
  readAt: now.toISOString(),
});

export const productAdReading = (ad: ProductAd, now: Date): AdReading => ({
  level: "product_ad",
  externalId: ad.adId,
  campaignExternalId: ad.campaignId,
  state: stateOf(ad.state) ?? "ended",
  changedAt: changedAt(ad),
  changedBy: null,
  lastActionId: null,
  readAt: now.toISOString(),
});
