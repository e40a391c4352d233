import { getTranslations } from "next-intl/server";
import { getFormat } from "@/components/format/server";
import type { Db } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import type { Params } from "@/lib/services/recommendation/types";
import { aboutMoney } from "./about-money";

type Values = Record<string, string | number>;

/** What sentences about recommendations are made with: messages, formats, and the money of the company. */
export interface Words {
  /** A message of the namespace `recommendation`. */
  t: (key: string, values?: Values) => string;
  has: (key: string) => boolean;
  format: Awaited<ReturnType<typeof getFormat>>;
  currency: string;
  now: Date;
}

/** Words in the reader's language and money in the company's, for pages, route handlers and actions. */
export async function loadWords(db: Db, now = new Date()): Promise<Words> {
  const [t, format, company] = await Promise.all([
    getTranslations("recommendation"),
    getFormat(),
    readCompany(db),
  ]);
  return {
    t: (key, values) => t(key, values),
    has: (key) => t.has(key),
    format,
    currency: company?.baseCurrency ?? "USD",
    now,
  };
}

const figureOf = (value: Params[string] | undefined): number | null =>
  typeof value === "number" ? value : null;

/** Text of a param; empty when it is unknown. */
export const textOf = (value: Params[string] | undefined): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

/** "240 units", or words for an unknown number. */
export function unitsIn({ t, format }: Words, value: Params[string] | undefined): string {
  const units = figureOf(value);
  if (units === null) return t("unknownUnits");
  return t("units", { count: units, figure: format.number(units) });
}

/** "9.4 days", "4 days", "46 days". */
export function daysIn({ t, format }: Words, value: Params[string] | undefined): string {
  const days = figureOf(value);
  if (days === null) return t("aFewDays");
  const tenths = Math.round(days * 10) / 10;
  const decimals = Number.isInteger(tenths) || tenths >= 10 ? 0 : 1;
  return t("days", { count: tenths, figure: format.number(tenths, { decimals }) });
}

/** An estimate of money in the company's currency. */
export function moneyIn({ format, currency }: Words, minor: Params[string] | undefined): string {
  return aboutMoney(format, figureOf(minor) ?? 0, currency);
}

/** A length of time in its largest readable unit. */
export function durationIn({ t }: Words, seconds: number): string {
  if (seconds < 5_400) return t("duration.minutes", { count: Math.round(seconds / 60) });
  if (seconds < 172_800) return t("duration.hours", { count: Math.round(seconds / 3_600) });
  return t("duration.days", { count: Math.round(seconds / 86_400) });
}

/**
 * The day that a moment ends, as a moment within it for the formats: "by the end of Nov 30" is stored as the midnight after it,
 * which would read Dec 1. Days of plans are UTC days, for readers of every zone from UTC−10 to UTC+13.
 */
export const dayEndedBy = (moment: string): string =>
  `${new Date(Date.parse(moment) - 1).toISOString().slice(0, 10)}T10:00:00Z`;

/** For ICU select: yes or no. */
export const yes = (value: unknown): "yes" | "no" => (value ? "yes" : "no");
