import { intlTag } from "@/i18n/locales";

const cache = new Map<string, unknown>();

function kept<T>(kind: string, locale: string, options: object, make: (tag: string) => T): T {
  const key = `${kind}|${locale}|${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known !== undefined) return known as T;
  const made = make(intlTag(locale));
  cache.set(key, made);
  return made;
}

/** A number format, made once per language and options: making one costs more than a hundred uses. */
export const numberFormat = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  kept("number", locale, options, (tag) => new Intl.NumberFormat(tag, options));

/** A date format, made once per language and options. */
export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept("date", locale, options, (tag) => new Intl.DateTimeFormat(tag, options));

/** A list format ("a, b and c"), made once per language and options. */
export const listFormat = (locale: string, options: Intl.ListFormatOptions): Intl.ListFormat =>
  kept("list", locale, options, (tag) => new Intl.ListFormat(tag, options));

/** U+2212 in place of the hyphen that Intl prints for negative figures: it has the width of a digit. */
export const withTrueMinus = (text: string): string => text.replace(/-(?=[\p{Sc}\p{L}\d])/u, "−");
