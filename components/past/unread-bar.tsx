"use client";

import { History } from "lucide-react";
import type { Route } from "next";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button/button-link";
import { useFormat } from "@/components/format";
import { readMoment } from "./read-moment";

/** Where a page is asked for as of a moment but can only show now: says so, and where the past can be read. */
export function UnreadPastBar() {
  const t = useTranslations("shell.past");
  const format = useFormat();
  const path = usePathname();
  const moment = readMoment(useSearchParams().get("asOf"));
  if (!moment || path.startsWith("/inventory")) return null;
  const at = moment.toISOString();
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-b border-accent bg-accent-soft px-(--page-gutter) py-1.5"
    >
      <History aria-hidden="true" size={16} className="shrink-0" />
      <p className="min-w-0 flex-1">{t("unread", { at: format.moment(at) })}</p>
      <ButtonLink size="sm" href={`/inventory?asOf=${encodeURIComponent(at)}` as Route}>
        {t("open")}
      </ButtonLink>
    </div>
  );
}
