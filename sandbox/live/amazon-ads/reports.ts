import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { LiveAnswer, LiveRequest } from "../serving/serve";
import type { AdsState } from "./state";

interface Asked {
  reportId: string;
  key: string;
  startDate: string;
  endDate: string;
  name: unknown;
  configuration: { columns: string[]; [key: string]: unknown };
  createdAt: Date;
  readyAt: number;
}

export interface Reports {
  create: (request: LiveRequest) => LiveAnswer;
  status: (reportId: string, origin: string) => LiveAnswer;
  download: (request: LiveRequest, reportId: string) => LiveAnswer;
  /** Ends the waiting for all that are in the making. */
  finish: () => void;
}

export interface ReportOptions {
  /** How long a report is in the making. */
  seconds: number;
  currency: string;
  minorDigits: number;
  now: () => Date;
}

const daysMax = 31;

/** Reports v3: asked for, prepared for a while, then a gzip file behind a signed address. */
export function reports(state: AdsState, options: ReportOptions): Reports {
  const asked = new Map<string, Asked>();
  const done = (one: Asked) => Date.now() >= one.readyAt;
  return {
    finish: () => {
      for (const one of asked.values()) one.readyAt = 0;
    },
    create: ({ body }) => {
      const wanted = readRequest(body);
      if (typeof wanted === "string") return refused(400, wanted);
      const days = (Date.parse(wanted.endDate) - Date.parse(wanted.startDate)) / 86_400_000;
      if (!(days >= 0 && days < daysMax))
        return refused(400, `startDate to endDate exceeds the maximum range of ${daysMax} days`);
      const key = JSON.stringify([wanted.startDate, wanted.endDate, wanted.configuration]);
      const twin = [...asked.values()].find((one) => one.key === key && !done(one));
      if (twin) return refused(425, `The Request is a duplicate of : ${twin.reportId}`);
      const one: Asked = {
        ...wanted,
        key,
        reportId: randomUUID(),
        createdAt: options.now(),
        readyAt: Date.now() + options.seconds * 1000,
      };
      asked.set(one.reportId, one);
      return { status: 200, body: shown(one, null) };
    },
    status: (reportId, origin) => {
      const one = asked.get(reportId);
      if (!one) return refused(404, "Not Found");
      const url = `${origin}/offline-reports/${reportId}/report-${reportId}.json.gz?X-Amz-Expires=3599&X-Amz-Signature=${randomUUID()}`;
      return { status: 200, body: shown(one, done(one) ? { url, at: options.now() } : null) };
    },
    download: ({ headers, query }, reportId) => {
      const one = asked.get(reportId);
      if (!one || !query.has("X-Amz-Signature"))
        return { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" };
      if (headers.authorization)
        return {
          status: 400,
          body: "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>",
        };
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: gzipSync(rowsOf(one, state, options)),
      };
    },
  };
}

const refused = (status: number, detail: string): LiveAnswer => ({
  status,
  body: { code: String(status), detail },
});

function readRequest(body: string): Pick<Asked, "startDate" | "endDate" | "configuration" | "name"> | string {
  try {
    const { startDate, endDate, configuration, name = null } = JSON.parse(body);
    const { adProduct, reportTypeId, format, columns, groupBy, timeUnit } = configuration;
    if (adProduct !== "SPONSORED_PRODUCTS" || reportTypeId !== "spAdvertisedProduct")
      return "unknown reportTypeId";
    if (
      format !== "GZIP_JSON" ||
      timeUnit !== "DAILY" ||
      !Array.isArray(columns) ||
      groupBy?.[0] !== "advertiser"
    )
      return "configuration is not valid";
    return { startDate, endDate, configuration, name };
  } catch {
    return "The request body is malformed";
  }
}

const shown = (one: Asked, ready: { url: string; at: Date } | null) => ({
  configuration: { filters: null, ...one.configuration },
  createdAt: one.createdAt.toISOString(),
  endDate: one.endDate,
  failureReason: null,
  fileSize: null,
  generatedAt: ready?.at.toISOString() ?? null,
  name: one.name,
  reportId: one.reportId,
  startDate: one.startDate,
  status: ready ? "COMPLETED" : "PENDING",
  updatedAt: (ready?.at ?? one.createdAt).toISOString(),
  url: ready?.url ?? null,
  urlExpiresAt: ready ? new Date(ready.at.getTime() + 3_600_000).toISOString() : null,
});

/** In reports ids are numbers, as long as they may be; so the text is put together by hand. */
function rowsOf(
  { startDate, endDate, configuration }: Asked,
  state: AdsState,
  options: ReportOptions,
): string {
  const days = [...state.spent.values()].filter(({ date }) => date >= startDate && date <= endDate);
  const money = (minor: number) => (minor / 10 ** options.minorDigits).toString();
  const rows = days.map((sum) => {
    const ad = state.productAds.get(sum.adId);
    const values: Record<string, string> = {
      date: JSON.stringify(sum.date),
      campaignId: sum.campaignId,
      adGroupId: ad?.adGroupId ?? "null",
      adId: sum.adId,
      advertisedSku: JSON.stringify(ad?.sku ?? null),
      advertisedAsin: JSON.stringify(ad?.asin ?? null),
      impressions: String(sum.impressions),
      clicks: String(sum.clicks),
      cost: money(sum.spendMinor),
      spend: money(sum.spendMinor),
      campaignBudgetCurrencyCode: JSON.stringify(options.currency),
      unitsSoldClicks7d: String(sum.units),
      unitsSoldClicks14d: String(sum.units),
      sales7d: money(sum.salesMinor),
      sales14d: money(sum.salesMinor),
    };
    return `{${configuration.columns.map((column) => `${JSON.stringify(column)}:${values[column] ?? "null"}`).join(",")}}`;
  });
  return `[${rows.join(",")}]`;
}
