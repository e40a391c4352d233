import { localToUtcMs } from "@/lib/core/zones";
import { type DateParts, datePattern, matchPattern } from "./date-patterns";
import type { Findings, ReadSettings } from "./settings";
import { plainText } from "./text";

const times = ["", " HH:mm", " HH:mm:ss", " h:mm a", " h:mm:ss a", " a h:mm:ss"];
const withTimes = (day: string) => times.map((time) => day + time);

/** Tried when no format was chosen. Days and months that could be either way round are in both lists. */
const usual = [
  ...withTimes("yyyy-MM-dd"),
  ...withTimes("yyyy/MM/dd"),
  ...withTimes("yyyy.MM.dd"),
  ...withTimes("yyyy年MM月dd日"),
  "yyyy-MM-dd HH:mm:ss.SSS",
  "yyyy-MM-dd HH:mm:ssZ",
  "yyyy-MM-dd HH:mm:ss Z",
  "yyyy-MM-dd HH:mm:ss.SSSZ",
  "yyyy-MM-dd HH:mmZ",
  "yyyyMMdd",
  ...["/", "-", "."].flatMap((mark) => [
    ...withTimes(`dd${mark}MM${mark}yyyy`),
    ...withTimes(`MM${mark}dd${mark}yyyy`),
  ]),
  ...withTimes("d MMM yyyy"),
  ...withTimes("d-MMM-yyyy"),
  ...withTimes("MMM d, yyyy"),
];

/** The formats that are tried when none is chosen. */
export const usualDateFormats: readonly string[] = usual;

/** Whether a text is a date in a format. */
export const readsAs = (format: string, text: string): boolean => readAs(format, text, "UTC") !== null;

/** What programs write. It is read as it stands, thirty times as fast as by trying every format. */
const exact = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

const earliest = Date.UTC(1990, 0, 2);
const latest = Date.UTC(2099, 11, 30);

const remembered = new Map<string, string>();

/**
 * A moment in ISO 8601 UTC, or null with a finding. When several of the formats fit with different results the date is
 * ambiguous and both readings are named; it is never guessed.
 */
export function readMoment(raw: unknown, settings: ReadSettings, at: Findings): string | null {
  if (typeof raw !== "string") return at.fail("date_not_text");
  if (settings.dateFormats.length === 0 && exact.test(raw)) {
    const utcMs = Date.parse(raw);
    const value = utcMs >= earliest && utcMs <= latest ? new Date(utcMs).toISOString() : "";
    // Of a day that is not in its month JavaScript makes another day.
    if (value.slice(0, 19) === raw.slice(0, 19)) return value;
  }
  const memory = `${settings.timeZone}\n${settings.dateFormats.join("\n")}\n${raw}`;
  const known = remembered.get(memory);
  if (known !== undefined) return known;
  const text = plainText(raw, at);
  if (text === null || text === "") return null;
  const value = parse(text, settings, at);
  if (value === null) return null;
  // Lines of an order repeat its time, so a small memory saves nearly all of the work.
  if (remembered.size > 5_000) remembered.clear();
  remembered.set(memory, value);
  return value;
}

function parse(text: string, settings: ReadSettings, at: Findings): string | null {
  const formats = settings.dateFormats.length > 0 ? settings.dateFormats : usual;
  const readings = new Map<number, string>();
  for (const format of formats) {
    const utcMs = readAs(format, text, settings.timeZone);
    if (utcMs !== null && !readings.has(utcMs)) readings.set(utcMs, format);
  }
  const [first, second] = readings;
  if (!first)
    return settings.dateFormats.length > 0
      ? at.fail("not_in_format", { formats: settings.dateFormats.join(" | ") })
      : at.fail("not_a_date");
  if (second)
    return at.fail("ambiguous_date", {
      first: day(first[0], settings),
      firstFormat: first[1],
      second: day(second[0], settings),
      secondFormat: second[1],
    });
  const [utcMs] = first;
  if (utcMs < earliest || utcMs > latest) return at.fail("date_out_of_range");
  return new Date(utcMs).toISOString();
}

function readAs(format: string, text: string, timeZone: string): number | null {
  if (format === "unix" || format === "unixMs") {
    if (!/^\d{9,14}$/.test(text)) return null;
    return Number(text) * (format === "unix" ? 1000 : 1);
  }
  if (format === "excel") {
    if (!/^\d{5}(\.\d+)?$/.test(text)) return null;
    return localToUtcMs(Math.round((Number(text) - 25_569) * 86_400) * 1000, timeZone);
  }
  if (format === "iso") {
    for (const iso of usual.slice(0, 3)) {
      const value = readAs(iso, text, timeZone);
      if (value !== null) return value;
    }
    return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? isoMs(text, timeZone) : null;
  }
  const parts = matchPattern(datePattern(format), text);
  return parts && toUtcMs(parts, timeZone);
}

function isoMs(text: string, timeZone: string): number | null {
  for (const format of usual.filter((name) => name.startsWith("yyyy-MM-dd HH"))) {
    const parts = matchPattern(datePattern(format), text);
    if (parts) return toUtcMs(parts, timeZone);
  }
  return null;
}

function toUtcMs(parts: DateParts, timeZone: string): number {
  const local = Date.UTC(
    parts.year,
    parts.month - 1,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
    parts.millisecond,
  );
  return parts.offsetMinutes === null ? localToUtcMs(local, timeZone) : local - parts.offsetMinutes * 60_000;
}

/** The calendar day as YYYY-MM-DD. */
function day(utcMs: number, { timeZone }: ReadSettings): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }).format(utcMs);
}
