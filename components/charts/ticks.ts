const dayMs = 86_400_000;

/** Steps that divide ranges into three to five round parts: 1, 2 or 5 times a power of ten. */
export function niceStep(span: number, parts: number): number {
  if (span <= 0) return 1;
  const raw = span / parts;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((each) => each * power >= raw) ?? 10;
  return factor * power;
}

/** Round numbers that enclose the range, three to six of them. */
export function niceTicks(least: number, most: number, parts = 4): number[] {
  const step = niceStep(most - least || Math.abs(most) || 1, parts);
  const first = Math.floor(least / step) * step;
  const last = Math.max(Math.ceil(most / step) * step, first + step);
  const count = Math.round((last - first) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((first + index * step).toPrecision(12)));
}

const dayOf = (zone: string) => {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  return (time: number) => {
    const parts = Object.fromEntries(format.formatToParts(time).map((part) => [part.type, part.value]));
    return { day: Number(parts.day), hour: Number(parts.hour) };
  };
};

/** Three to five moments on full hours, days or firsts of a month, in milliseconds. */
export function timeTicks(from: number, to: number, zone: string): number[] {
  const span = to - from;
  const hourMs = dayMs / 24;
  if (span <= 0) return [from];
  const read = dayOf(zone);
  const hours = Array.from(
    { length: Math.min(24 * 800, Math.floor(span / hourMs) + 1) },
    (_, index) => Math.ceil(from / hourMs) * hourMs + index * hourMs,
  ).filter((time) => time <= to);
  if (span <= 3 * dayMs) {
    const step = [3, 6, 12, 24].find((each) => span / (each * hourMs) <= 6) ?? 24;
    return hours.filter((time) => read(time).hour % step === 0);
  }
  const midnights = hours.filter((time) => read(time).hour === 0);
  const firsts = midnights.filter((time) => read(time).day === 1);
  if (firsts.length >= 3) {
    const every = Math.ceil(firsts.length / 5);
    return firsts.filter((_, index) => index % every === 0);
  }
  const every = Math.max(1, Math.ceil(midnights.length / 5));
  return midnights.filter((_, index) => index % every === 0);
}

/** Whether a day begins at a moment in a zone: among hours, such a tick names its day. */
export const isMidnight = (time: number, zone: string): boolean => dayOf(zone)(time).hour === 0;

/** Whether a moment is the first of a month in a zone: such ticks are semibold. */
export const isFirstOfMonth = (time: number, zone: string): boolean => {
  const { day, hour } = dayOf(zone)(time);
  return day === 1 && hour === 0;
};
