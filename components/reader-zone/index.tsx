"use client";

import { useRouter } from "next/navigation";
import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { zoneCookie } from "@/i18n/locales";

/** Tells the server the reader's time zone once, by a cookie, so that times are printed in it from then on. */
export function ReaderZone() {
  const router = useRouter();
  const known = useTimeZone();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const stored = `${zoneCookie}=${encodeURIComponent(zone)}`;
    if (zone === known || document.cookie.split("; ").includes(stored)) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the three engines
    document.cookie = `${stored}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  }, [known, router]);
  return null;
}
