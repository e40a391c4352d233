import { addDays, dayInZone } from "@/lib/core/clock";

/** Days before a past moment of which decisions are read: claims of a year are held against what came of them, which takes a while. */
export const decidedDays = 400;

/** The day (UTC) that a report is read on, and the last one that it shows: of a past moment only days that were over. */
export function reportDays(now: Date, isPast: boolean): { today: string; lastDay: string } {
  const today = dayInZone(now, "UTC");
  return { today, lastDay: isPast ? addDays(today, -1) : today };
}
