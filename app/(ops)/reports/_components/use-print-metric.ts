import { useFormat } from "@/components/format";
import type { MetricKind } from "../metrics";

/** Prints a figure by its kind: shares in per cent, money in the company's currency, times in minutes. */
export function usePrintMetric(currency: string): (kind: MetricKind, value: number) => string {
  const format = useFormat();
  return (kind, value) => {
    switch (kind) {
      case "share":
        return format.percent(value, { decimals: 1 });
      case "money":
        return format.money(Math.round(value), currency, { precision: "whole", currencyDisplay: "symbol" });
      case "seconds":
        return `${format.number(value / 60, { decimals: 1 })} min`;
      case "number":
        return format.number(value, { decimals: 1 });
    }
  };
}
