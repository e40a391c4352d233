/** Reads the present moment. Handed in wherever time matters, so that a test can choose it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Calendar day (YYYY-MM-DD) of a moment in an IANA time zone. Throws RangeError on an unknown zone. */
export function dayInZone(moment: Date, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    dayFormats.set(timeZone, format);
  }
  return format.format(moment);
}

/** Day (YYYY-MM-DD) moved by a whole number of days, free of time zones. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
