import { minorDigits } from "@/lib/core/money";
import { numberFormat, withTrueMinus } from "./intl";

export interface MoneyOptions {
  /** "symbol" where the page holds one currency, "code" (the default) where it holds several. */
  currencyDisplay?: "symbol" | "code";
  /** Print + before positive amounts. */
  signed?: boolean;
  /** "full": all minor units. "whole": no minor units. "estimate": at most three significant digits. */
  precision?: "full" | "whole" | "estimate";
  /** Headlines only: US$4.1k. */
  compact?: boolean;
}

/** What stands for the currency: its symbol in the reader's language (US$ in Chinese) or its ISO code. */
function display(currencyDisplay: MoneyOptions["currencyDisplay"]): "symbol" | "code" {
  return currencyDisplay === "symbol" ? "symbol" : "code";
}

function optionsFor(currency: string, options: MoneyOptions): Intl.NumberFormatOptions {
  const { signed = false, precision = "full", compact = false } = options;
  const digits = precision === "full" && !compact ? minorDigits(currency) : 0;
  const rounding: Intl.NumberFormatOptions =
    precision === "estimate" || compact
      ? {
          maximumSignificantDigits: 3,
          minimumSignificantDigits: 1,
          // Nor finer than the currency's own unit: US$0.53, not US$0.529.
          minimumFractionDigits: 0,
          maximumFractionDigits: minorDigits(currency),
          roundingPriority: "lessPrecision",
        }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return {
    style: "currency",
    currency,
    currencyDisplay: display(options.currencyDisplay),
    signDisplay: signed ? "exceptZero" : "negative",
    ...(compact ? { notation: "compact" as const } : {}),
    ...rounding,
  };
}

const formats = new Map<string, Intl.NumberFormat>();

/** Found by a short key: a page of lanes asks for a thousand. */
function formatFor(locale: string, currency: string, options: MoneyOptions): Intl.NumberFormat {
  const { currencyDisplay, signed, precision, compact } = options;
  const key = `${locale}|${currency}|${currencyDisplay}|${signed}|${precision}|${compact}`;
  const known = formats.get(key) ?? numberFormat(locale, optionsFor(currency, options));
  formats.set(key, known);
  return known;
}

/** An amount in minor units with its currency, minus before the symbol. */
export function formatMoney(
  locale: string,
  minor: number,
  currency: string,
  options: MoneyOptions = {},
): string {
  const value = minor / 10 ** minorDigits(currency);
  return withTrueMinus(formatFor(locale, currency, options).format(value));
}

/**
 * A range of estimates, the currency printed once where no sign forbids it: "US$21,000–52,000", "USD 21,000–52,000". Ends that print
 * alike are one amount; of two losses each keeps its sign. Intl prints ranges too, at twenty times the time of two figures.
 */
export function formatMoneyRange(
  locale: string,
  lowMinor: number,
  highMinor: number,
  currency: string,
  options: Pick<MoneyOptions, "currencyDisplay" | "precision"> = {},
): string {
  const scale = 10 ** minorDigits(currency);
  const format = formatFor(locale, currency, { precision: "estimate", ...options });
  const [low, high] = [format.format(lowMinor / scale), format.format(highMinor / scale)];
  if (low === high) return withTrueMinus(high);
  if (highMinor < 0) return `${withTrueMinus(low)} – ${withTrueMinus(high)}`;
  return low.includes("-")
    ? `${withTrueMinus(low)}–${high}`
    : `${low}–${withoutCurrency(format.formatToParts(highMinor / scale))}`;
}

/** An amount without its currency and what parts the two. */
const withoutCurrency = (parts: Intl.NumberFormatPart[]): string =>
  parts
    .filter(
      ({ type }, index) =>
        type !== "currency" && !(type === "literal" && parts[index - 1]?.type === "currency"),
    )
    .map(({ value }) => value)
    .join("");
