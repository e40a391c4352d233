import type { Format } from "@/components/format";
import { minorDigits } from "@/lib/core/money";

/**
 * An estimate of money as a sentence says it: three significant digits from a thousand on, whole units below, and all digits
 * of what is less than one.
 */
export function aboutMoney(format: Format, minor: number, currency: string): string {
  const size = Math.abs(minor) / 10 ** minorDigits(currency);
  const precision = size >= 1_000 ? "estimate" : size >= 1 || size === 0 ? "whole" : "full";
  return format.money(minor, currency, { currencyDisplay: "symbol", precision });
}
