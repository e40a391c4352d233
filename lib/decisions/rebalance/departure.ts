import { addDays, dayInZone, daysBetween } from "@/lib/core/clock";

/** When a lane ships, by the clock of its origin. */
export interface LaneCalendar {
  timeZone: string;
  /** 1 Monday to 7 Sunday; null: every day. */
  weekdays: readonly number[] | null;
  /** Hour, 0 to 24, after which a day's shipment takes nothing more; null: it takes until midnight. */
  cutOffHour: number | null;
  /** Days (YYYY-MM-DD) on which nothing leaves. */
  closedDays: readonly string[];
}

/** A lane that does not ship within so many days does not ship. */
const furthestDays = 60;

/** The next day (YYYY-MM-DD, at the origin) on which a shipment leaves that still takes goods at `moment`; null: none in sight. */
export function departureDay(calendar: LaneCalendar, moment: Date): string | null {
  const today = dayInZone(moment, calendar.timeZone);
  const isLate = calendar.cutOffHour !== null && hourInZone(moment, calendar.timeZone) >= calendar.cutOffHour;
  const closed = new Set(calendar.closedDays);
  for (let wait = isLate ? 1 : 0; wait <= furthestDays; wait++) {
    const day = addDays(today, wait);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
    if ((calendar.weekdays === null || calendar.weekdays.includes(weekday)) && !closed.has(day)) return day;
  }
  return null;
}

/** Whole days from `moment` until its shipment leaves, 0: today; null: none in sight. */
export function waitDays(calendar: LaneCalendar, moment: Date): number | null {
  const day = departureDay(calendar, moment);
  return day === null ? null : daysBetween(dayInZone(moment, calendar.timeZone), day);
}

function hourInZone(moment: Date, timeZone: string): number {
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(
    moment,
  );
  return Number(hour);
}
