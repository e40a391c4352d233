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

/** An amount in minor units with its currency, minus before the symbol. */
export function formatMoney(
  locale: string,
  minor: number,
  currency: string,
  options: MoneyOptions = {},
): string {
  const value = minor / 10 ** minorDigits(currency);
  return withTrueMinus(numberFormat(locale, optionsFor(currency, options)).format(value));
}

/**
 * A range of estimates, the currency printed once where no sign forbids it: "US$21K–52K", "USD 21,000–52,000". Ends that print
 * alike are one amount; of two losses each keeps its sign.
 */
export function formatMoneyRange(
  locale: string,
  lowMinor: number,
  highMinor: number,
  currency: string,
  options: MoneyOptions = {},
): string {
  const scale = 10 ** minorDigits(currency);
  const format = numberFormat(locale, optionsFor(currency, { precision: "estimate", ...options }));
  const [low, high] = [lowMinor / scale, highMinor / scale];
  if (format.format(low) === format.format(high)) return withTrueMinus(format.format(high));
  if (high < 0) return [low, high].map((end) => withTrueMinus(format.format(end))).join(" – ");
  const parts = format.formatRangeToParts(low, high);
  const once =
    lowMinor >= 0 && parts.some((part) => part.source === "startRange" && part.type === "currency");
  const printed = parts.map((part, index) => {
    if (part.type === "minusSign") return "−";
    if (part.source === "shared" && /^\s*[-–~～]\s*$/u.test(part.value)) return "–";
    const isCode =
      part.type === "currency" || (part.type === "literal" && parts[index - 1]?.type === "currency");
    return once && part.source === "endRange" && isCode ? "" : part.value;
  });
  return printed.join("");
}
