import { formatCalendarDay, formatDay, formatDayOfYear, formatMoment, formatTime } from "./date";
import { listFormat } from "./intl";
import { formatMoney, formatMoneyRange, type MoneyOptions } from "./money";
import { formatCompact, formatDays, formatNumber, formatPercent, type NumberOptions } from "./number";

type Moment = Date | string;
const toDate = (moment: Moment): Date => (typeof moment === "string" ? new Date(moment) : moment);

/** All ways to print a figure, bound to one language and the reader's time zone. Figures only: units come from messages. */
export function makeFormat(locale: string, timeZone: string) {
  return {
    locale,
    timeZone,
    /** 1,284 or −12. */
    number: (value: number, options?: NumberOptions) => formatNumber(locale, value, options),
    /** 1.2M, 123萬: headlines and axes only. */
    compact: (value: number) => formatCompact(locale, value),
    /** 0.962 → 96.2%. */
    percent: (share: number, options?: NumberOptions) => formatPercent(locale, share, options),
    /** 9.4 or 46, without the unit. */
    days: (days: number) => formatDays(locale, days),
    /** Minor units and currency. */
    money: (minor: number, currency: string, options?: MoneyOptions) =>
      formatMoney(locale, minor, currency, options),
    /** Two ends in minor units, as an estimate. */
    moneyRange: (
      lowMinor: number,
      highMinor: number,
      currency: string,
      options?: Pick<MoneyOptions, "currencyDisplay" | "precision">,
    ) => formatMoneyRange(locale, lowMinor, highMinor, currency, options),
    /** "Nov 22, 2026"; give "table" in cells. */
    day: (moment: Moment, place?: "text" | "table") => formatDay(locale, toDate(moment), timeZone, place),
    /** The same for a "YYYY-MM-DD" from the database. */
    calendarDay: (day: string, place?: "text" | "table") => formatCalendarDay(locale, day, place),
    /** "Nov 22", for axes. */
    dayOfYear: (moment: Moment) => formatDayOfYear(locale, toDate(moment), timeZone),
    /** "14:05". */
    time: (moment: Moment, zone = timeZone) => formatTime(locale, toDate(moment), zone),
    /** "Nov 22, 2026, 14:05". */
    moment: (moment: Moment, place?: "text" | "table") =>
      formatMoment(locale, toDate(moment), timeZone, place),
    /** "a, b and c". */
    list: (items: string[]) => listFormat(locale, { style: "long", type: "conjunction" }).format(items),
    /** "a, b or c". */
    choice: (items: string[]) => listFormat(locale, { style: "long", type: "disjunction" }).format(items),
  };
}

export type Format = ReturnType<typeof makeFormat>;
