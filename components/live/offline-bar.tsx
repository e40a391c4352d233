"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { useOffline } from "./connection";

/** One bar while the connection is lost: since when, and from when the figures are. */
export function OfflineBar() {
  const { offline, since } = useOffline();
  const t = useTranslations("errors");
  const format = useFormat();
  return (
    <div role="status" aria-live="polite">
      {offline && since ? (
        <p className="border-b border-at-risk-mark bg-at-risk-soft px-(--page-gutter) py-1.5 font-medium text-at-risk-ink">
          {t("offline", { since: format.time(since), asOf: format.time(since) })}
        </p>
      ) : null}
    </div>
  );
}
