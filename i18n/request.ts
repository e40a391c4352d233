import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { compiledMessagesOf } from "@/messages";
import { isAppLocale, localeCookie, zoneCookie } from "./locales";
import { negotiateLocale } from "./negotiate";

/** A zone name that Intl accepts, or UTC: the cookie comes from outside. */
function usableZone(name: string | undefined): string {
  if (!name) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: decodeURIComponent(name) }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

export default getRequestConfig(async ({ locale: explicit }) => {
  const jar = await cookies();
  const chosen = explicit ?? jar.get(localeCookie)?.value;
  const locale = isAppLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
  return {
    locale,
    messages: compiledMessagesOf(locale),
    timeZone: usableZone(jar.get(zoneCookie)?.value),
    now: new Date(),
  };
});
