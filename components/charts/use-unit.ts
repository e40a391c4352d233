import { useFormat } from "@/components/format";
import { minorDigits } from "@/lib/core/money";
import type { Unit } from "./types";

/** Functions that print figures of a unit: short for axes, whole for tooltips and tables. */
export function useUnit(unit: Unit) {
  const format = useFormat();
  const toMajor = (value: number): number =>
    unit.currency ? value / 10 ** minorDigits(unit.currency) : value;
  const short = (value: number): string => {
    if (unit.percent) return format.percent(value, { decimals: unit.decimals ?? 0 });
    if (unit.currency)
      return format.money(value, unit.currency, { compact: true, currencyDisplay: "symbol" });
    return Math.abs(value) >= 10_000
      ? format.compact(value)
      : format.number(value, { decimals: Number.isInteger(value) ? 0 : 1 });
  };
  const full = (value: number | null): string | null => {
    if (value === null) return null;
    if (unit.percent) return format.percent(value, { decimals: unit.decimals ?? 1 });
    if (unit.currency) return format.money(value, unit.currency, { currencyDisplay: "symbol" });
    const figure = format.number(value, { decimals: unit.decimals ?? (Number.isInteger(value) ? 0 : 1) });
    return unit.label ? `${figure} ${unit.label}` : figure;
  };
  /** Of an estimate: no more digits than it deserves. */
  const rough = (value: number): string | null =>
    unit.currency
      ? format.money(value, unit.currency, { precision: "estimate", currencyDisplay: "symbol" })
      : full(value);
  return { short, full, rough, toMajor };
}
