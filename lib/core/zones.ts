const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether the name is an IANA time zone this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    formatFor(name);
    return true;
  } catch {
    return false;
  }
}

const quarterHourMs = 15 * 60_000;
const offsets = new Map<string, Map<number, number>>();

/** Milliseconds that local clocks are ahead of UTC at a moment. Clocks change on quarter hours only, so each is asked once. */
export function zoneOffsetMs(utcMs: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  if (known.size === 0 || known.size > 100_000) offsets.set(timeZone, known);
  if (known.size > 100_000) known.clear();
  const quarter = Math.floor(utcMs / quarterHourMs);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = askOffsetMs(quarter * quarterHourMs, timeZone);
    known.set(quarter, offset);
  }
  return offset;
}

function askOffsetMs(utcMs: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(utcMs)) parts[type] = Number(value);
  const local = Date.UTC(
    parts.year ?? 0,
    (parts.month ?? 1) - 1,
    parts.day ?? 1,
    parts.hour ?? 0,
    parts.minute ?? 0,
    parts.second ?? 0,
  );
  return local - Math.floor(utcMs / 1000) * 1000;
}

/**
 * The moment a local clock shows `localMs` (milliseconds as if it were UTC). Of the hour that comes twice in autumn the
 * first is meant; a time that is skipped in spring moves on by the hour that was skipped.
 */
export function localToUtcMs(localMs: number, timeZone: string): number {
  const before = zoneOffsetMs(localMs - 86_400_000, timeZone);
  const after = zoneOffsetMs(localMs + 86_400_000, timeZone);
  for (const shift of before >= after ? [before, after] : [after, before]) {
    if (zoneOffsetMs(localMs - shift, timeZone) === shift) return localMs - shift;
  }
  return localMs - before;
}

/** When a day (YYYY-MM-DD) begins in a zone, milliseconds. Where midnight is skipped, the first moment there is. */
export const startOfDayMs = (day: string, timeZone: string): number =>
  localToUtcMs(Date.parse(`${day}T00:00:00Z`), timeZone);

/** What a local clock shows at a moment, to the minute, as a field for date and time holds it: "2026-06-10T09:00". */
export const localMinuteOf = (utcMs: number, timeZone: string): string =>
  new Date(utcMs + zoneOffsetMs(utcMs, timeZone)).toISOString().slice(0, 16);

/** The moment, ISO, at which a local clock shows what stands in such a field. Null: it is not whole yet. */
export function utcOfLocalMinute(text: string, timeZone: string): string | null {
  const localMs = Date.parse(`${text}Z`);
  return Number.isNaN(localMs) ? null : new Date(localToUtcMs(localMs, timeZone)).toISOString();
}
