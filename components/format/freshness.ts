export type FreshnessBand = "quarter4" | "quarter3" | "quarter2" | "stale" | "unknown";

const minuteMs = 60_000;

/**
 * Band of an age: ≤ 15 min, ≤ 60 min, ≤ 6 h, over. A limit set for the source replaces them: up to a quarter of
 * it, up to the whole of it, up to twice, over. An age below zero (clocks differ) counts as zero.
 */
export function freshnessBand(asOf: Date | null, now: Date, limitMinutes?: number | null): FreshnessBand {
  if (!asOf) return "unknown";
  const ageMinutes = Math.max(0, (now.getTime() - asOf.getTime()) / minuteMs);
  const [first, second, third] = limitMinutes
    ? [limitMinutes / 4, limitMinutes, limitMinutes * 2]
    : [15, 60, 360];
  if (ageMinutes <= first) return "quarter4";
  if (ageMinutes <= second) return "quarter3";
  return ageMinutes <= third ? "quarter2" : "stale";
}

export type AgeUnit = "now" | "minutes" | "hours" | "days";

/** Age in the largest unit that keeps it readable: minutes below 90, hours below 36, else days. Whole, rounded down. */
export function ageParts(from: Date, now: Date): { unit: AgeUnit; count: number } {
  const minutes = Math.max(0, Math.floor((now.getTime() - from.getTime()) / minuteMs));
  if (minutes < 1) return { unit: "now", count: 0 };
  if (minutes < 90) return { unit: "minutes", count: minutes };
  if (minutes < 36 * 60) return { unit: "hours", count: Math.floor(minutes / 60) };
  return { unit: "days", count: Math.floor(minutes / 1440) };
}
