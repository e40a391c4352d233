import { dateFormat } from "./intl";

const isChinese = (locale: string): boolean => locale.startsWith("zh");

/** A day: "Nov 22, 2026"; in Chinese 2026年11月22日, and 2026/11/22 in tables. */
export function formatDay(
  locale: string,
  moment: Date,
  timeZone: string,
  place: "text" | "table" = "text",
): string {
  if (isChinese(locale) && place === "table") {
    return dateFormat(locale, { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(moment);
  }
  return dateFormat(locale, {
    year: "numeric",
    month: isChinese(locale) ? "long" : "short",
    day: "numeric",
    timeZone,
  }).format(moment);
}

/** A calendar day "YYYY-MM-DD" from the database, which has no zone of its own. */
export const formatCalendarDay = (locale: string, day: string, place: "text" | "table" = "text"): string =>
  formatDay(locale, new Date(`${day}T00:00:00Z`), "UTC", place);

/** Day and month without the year, for axes: "Nov 22", 11月22日. */
export const formatDayOfYear = (locale: string, moment: Date, timeZone: string): string =>
  dateFormat(locale, { month: isChinese(locale) ? "long" : "short", day: "numeric", timeZone }).format(
    moment,
  );

/** Time of day with 24 hours: "14:05". */
export const formatTime = (locale: string, moment: Date, timeZone: string): string =>
  dateFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(moment);

/** Day and time together. */
export const formatMoment = (
  locale: string,
  moment: Date,
  timeZone: string,
  place: "text" | "table" = "text",
): string =>
  `${formatDay(locale, moment, timeZone, place)}${isChinese(locale) ? " " : ", "}${formatTime(locale, moment, timeZone)}`;

/** Readable name of a zone for "14:05 Shenzhen": the city of its IANA name. */
export const zoneCity = (timeZone: string): string =>
  (timeZone.split("/").pop() ?? timeZone).replaceAll("_", " ");
