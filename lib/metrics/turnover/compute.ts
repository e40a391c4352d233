/**
 * Turnover: annualised cost of goods sold ÷ average stock at cost, in turns a year (3 to 6 is usual). `days` is the length
 * of the period, > 0; the average is that of the period's daily stock values, in the same minor units as the cost.
 * Null when the period or the average stock is 0 or unknown.
 */
export function turnover(input: {
  costOfGoodsMinor: number;
  averageStockMinor: number | null;
  days: number;
}): number | null {
  if (!(input.days > 0) || input.averageStockMinor === null || !(input.averageStockMinor > 0)) return null;
  return ((input.costOfGoodsMinor / input.days) * 365) / input.averageStockMinor;
}
