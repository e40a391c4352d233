import { createHash } from "node:crypto";

/**
 * Versions in milliseconds for things that Shopify dates to the second. Within that second a reading counts as its end
 * and a delivery as the moment it was set off, so that a late delivery of the same second never replaces a reading.
 */
export const versionOfReading = (updatedAt: string): number => wholeSecond(updatedAt) + 999;

/** The same for a delivery; `triggeredAt` as X-Shopify-Triggered-At says. */
export function versionOfDelivery(updatedAt: string, triggeredAt: string | null): number {
  const second = wholeSecond(updatedAt);
  const triggered = triggeredAt === null ? Number.NaN : Date.parse(triggeredAt);
  if (Number.isNaN(triggered)) return second;
  return second + Math.min(998, Math.max(0, Math.floor(triggered) - second));
}

/** Tells a state from every other: when the thing changed, and what of it is taken over. */
export const stateOf = (updatedAt: string, fields: unknown): string =>
  `${updatedAt}~${createHash("sha256").update(JSON.stringify(fields)).digest("hex").slice(0, 16)}`;

const wholeSecond = (moment: string): number => Math.floor(Date.parse(moment) / 1000) * 1000;
