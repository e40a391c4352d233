import { useLocale, useTimeZone } from "next-intl";
import { makeFormat } from "./make-format";

export { type ChangeInput, describeChange, judgeChange } from "./change";
export { ageParts, type FreshnessBand, freshnessBand } from "./freshness";
export type { Format } from "./make-format";
export { makeFormat } from "./make-format";
export type { MoneyOptions } from "./money";

const made = new Map<string, ReturnType<typeof makeFormat>>();

/** The reader's formats. For client components and for server components that are not async. */
export function useFormat() {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  const key = `${locale}|${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const format = makeFormat(locale, timeZone);
  made.set(key, format);
  return format;
}
