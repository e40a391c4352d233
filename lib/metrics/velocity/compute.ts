/**
 * Velocity: units sold a day while they could be bought = units ÷ days available, where a day counts with the share of it
 * the SKU was available (half a day out counts half, no day is dropped). Null when it was never available: unknown, not 0.
 * Units and days ≥ 0.
 */
export function velocityPerDay(units: number, availableDays: number): number | null {
  return availableDays > 0 ? units / availableDays : null;
}
