import { createHash } from "node:crypto";
import { startOfDayMs } from "@/lib/core/zones";
import { plainDecimal } from "../exact-json";
import type { SourceRecord } from "../live-contract";
import type { AdGroup, Campaign, ProductAd, Profile, ReportRow } from "./wire-types";

export type AdState = "enabled" | "paused" | "ended";

const states: Readonly<Record<string, AdState>> = {
  ENABLED: "enabled",
  PAUSED: "paused",
  ARCHIVED: "ended",
  USER_DELETED: "ended",
};

/** Amazon's states in ours; null for those of drafts and proposals, which spend nothing and cannot be switched. */
export const stateOf = (state: string): AdState | null => states[state] ?? null;

/** An ad whose group is paused does not run, whatever its own state says. */
export function adState(ad: ProductAd, group: AdGroup | undefined): AdState | null {
  const own = stateOf(ad.state);
  const above = group?.state == null ? null : stateOf(group.state);
  return own === "enabled" && above !== null ? above : own;
}

interface Dated {
  extendedData?: { lastUpdateDateTime?: string | null; lastUpdateDate?: string | null } | null;
}

/** When it last changed, ISO 8601. Older accounts are answered in milliseconds. */
export function changedAt({ extendedData }: Dated): string | null {
  const { lastUpdateDateTime, lastUpdateDate } = extendedData ?? {};
  const at = lastUpdateDateTime
    ? Date.parse(lastUpdateDateTime)
    : lastUpdateDate
      ? Number(lastUpdateDate)
      : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Exact decimal a day; null for budgets that are no daily ones. */
export const budgetPerDay = ({ budget }: Campaign): string | null =>
  budget?.budgetType === "DAILY" ? plainDecimal(budget.budget) : null;

export function campaignRecord(
  one: Campaign,
  raw: unknown,
  { currencyCode }: Pick<Profile, "currencyCode">,
  channel: string | undefined,
): SourceRecord {
  const at = changedAt(one);
  const state = stateOf(one.state);
  return {
    kind: "campaigns",
    id: one.campaignId,
    version: at,
    fields: {
      campaignId: one.campaignId,
      ...(channel ? { channel } : {}),
      kind: "sponsored_products",
      name: one.name,
      ...(state ? { state } : {}),
      currency: currencyCode,
      budgetPerDay: budgetPerDay(one),
      ...(at ? { updatedAt: at } : {}),
    },
    raw,
    eventAt: at,
  };
}

/** Sellers advertise a SKU of theirs, vendors an ASIN: where there is no SKU, the ASIN stands for it. */
export function productAdRecord(ad: ProductAd, group: AdGroup | undefined, raw: unknown): SourceRecord {
  const times = [changedAt(ad), group ? changedAt(group) : null].filter((at) => at !== null).sort();
  const at = times.at(-1) ?? null;
  const state = adState(ad, group);
  return {
    kind: "product-ads",
    id: ad.adId,
    version: null,
    fields: {
      campaign: ad.campaignId,
      adId: ad.adId,
      sku: ad.sku ?? ad.asin ?? null,
      ...(state ? { state } : {}),
      ...(at ? { updatedAt: at } : {}),
    },
    raw: group ? { ...asObject(raw), adGroup: group } : raw,
    eventAt: at,
  };
}

const asObject = (raw: unknown): object => (typeof raw === "object" && raw !== null ? raw : {});

/** Sellers' sales are counted for 7 days after the click, vendors' for 14. */
export const attributionDays = (accountType: string | null): 7 | 14 => (accountType === "vendor" ? 14 : 7);

/** A row of a report: one ad on one day of the account's time zone. */
export function spendRecord(
  row: ReportRow,
  raw: unknown,
  account: { currency: string; timeZone: string; attributionDays: 7 | 14 },
  generatedAt: string | null,
): SourceRecord {
  const seven = account.attributionDays === 7;
  const units = seven ? row.unitsSoldClicks7d : row.unitsSoldClicks14d;
  const sales = seven ? row.sales7d : row.sales14d;
  const fields = {
    campaign: row.campaignId,
    adId: row.adId,
    startsAt: new Date(startOfDayMs(row.date, account.timeZone)).toISOString(),
    grain: "day",
    currency: row.campaignBudgetCurrencyCode ?? account.currency,
    spend: plainDecimal(row.cost ?? "0"),
    impressions: row.impressions ?? "0",
    clicks: row.clicks ?? "0",
    attributedUnits: units ?? "0",
    attributedSales: plainDecimal(sales ?? "0"),
  };
  return {
    kind: "ad-spend",
    id: `${row.adId}|${row.date}`,
    // Every report says two weeks again: what is new is told by the figures, not by when the report was made.
    version: createHash("sha256").update(JSON.stringify(fields)).digest("hex").slice(0, 32),
    fields,
    raw,
    eventAt: generatedAt,
  };
}
