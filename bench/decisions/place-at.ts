import { addDays } from "@/lib/core/clock";
import { type PlaceProfile, weekdayOf } from "@/lib/metrics/forecast/compute";
import type { RealDemand } from "./online-retail";

/** How the shop as a whole sells, by the rules of run-places.ts. */
export function placeAt({ firstDay, total }: RealDemand, origin: number): PlaceProfile {
  const weekday = (day: number) => weekdayOf(addDays(firstDay, day));
  const sums = Array.from({ length: 7 }, () => ({ units: 0, weight: 0, open: 0, days: 0 }));
  for (let day = Math.max(0, origin - 182); day < origin; day++) {
    const sum = sums[weekday(day)];
    if (!sum) continue;
    sum.days++;
    if (!((total[day] ?? 0) > 0)) continue;
    const weight = 0.5 ** ((origin - day) / 90);
    sum.open++;
    sum.units += weight * (total[day] ?? 0);
    sum.weight += weight;
  }
  const usual = sums.map(({ units, weight, open, days }) =>
    open >= 0.2 * days && weight > 0 ? units / weight : 0,
  );
  const mean = usual.reduce((sum, units) => sum + units, 0) / 7;
  const closedDays = Array.from({ length: origin }, (_, day) => day)
    .filter((day) => total[day] === 0 && (usual[weekday(day)] ?? 0) >= 10)
    .map((day) => addDays(firstDay, day));
  return { weekdayFactors: usual.map((units) => units / mean), closedDays };
}
