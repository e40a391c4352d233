import { numberFormat, withTrueMinus } from "./intl";

export interface NumberOptions {
  /** Decimal places, the same for a whole column. Default 0. */
  decimals?: number;
  /** Print + before positive figures. */
  signed?: boolean;
}

/** A figure with its group marks and a fixed number of decimals. */
export function formatNumber(
  locale: string,
  value: number,
  { decimals = 0, signed = false }: NumberOptions = {},
): string {
  const format = numberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: signed ? "exceptZero" : "negative",
  });
  return withTrueMinus(format.format(value));
}

/** Short form for headlines and axes: 1.2M, 123萬, 123万. At most three significant digits. Never in tables or cards. */
export function formatCompact(locale: string, value: number): string {
  const format = numberFormat(locale, {
    notation: "compact",
    maximumSignificantDigits: 3,
    signDisplay: "negative",
  });
  return withTrueMinus(format.format(value));
}

/** A share from 0 to 1 as per cent. */
export function formatPercent(
  locale: string,
  share: number,
  { decimals = 1, signed = false }: NumberOptions = {},
): string {
  const format = numberFormat(locale, {
    style: "percent",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: signed ? "exceptZero" : "negative",
  });
  return withTrueMinus(format.format(share));
}

/** A figure in days: one decimal below 10, else whole days. Without its unit. */
export const formatDays = (locale: string, days: number): string =>
  formatNumber(locale, days, { decimals: days !== 0 && Math.abs(days) < 9.95 ? 1 : 0 });
