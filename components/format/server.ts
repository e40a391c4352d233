import { getLocale, getTimeZone } from "next-intl/server";
import { makeFormat } from "./make-format";

/** The reader's formats, for async server components, route handlers and actions. */
export async function getFormat() {
  const [locale, timeZone] = await Promise.all([getLocale(), getTimeZone()]);
  return makeFormat(locale, timeZone);
}
