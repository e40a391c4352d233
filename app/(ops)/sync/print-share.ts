import type { Format } from "@/components/format";

/** A share near 1 with two decimals, rounded down: 99.996 % must not read as 100 %. */
export const printShare = (format: Pick<Format, "percent">, share: number): string =>
  format.percent(Math.floor(share * 10_000 + 1e-6) / 10_000, { decimals: 2 });
