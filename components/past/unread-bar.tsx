"use client";

import { History } from "lucide-react";
import type { Route } from "next";
import { usePathname, useSearchParams } from "next/navigation";
import { useNow, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button/button-link";
import { useFormat } from "@/components/format";
import { LiveStill } from "@/components/live/live-still";
import { isReadableThen, readMoment, thenHref } from "./read-moment";

/**
 * Where a moment is asked for that cannot be shown: on this page, at all, or not yet. Says so, and where the past can be read. A
 * page that shows one is not read anew for what happens now.
 */
export function UnreadPastBar() {
  const t = useTranslations("shell.past");
  const format = useFormat();
  const path = usePathname();
  const asked = useSearchParams().get("asOf");
  const now = useNow();
  if (asked === null) return null;
  const moment = readMoment(asked);
  const isPast = moment !== null && moment <= now;
  // From here, since the page may take a while: read anew meanwhile, it would begin again and again.
  if (isPast && isReadableThen(path)) return <LiveStill />;
  const at = moment?.toISOString() ?? "";
  const list = path.slice(0, path.lastIndexOf("/"));
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-b border-accent bg-accent-soft px-(--page-gutter) py-1.5"
    >
      <History aria-hidden="true" size={16} className="shrink-0" />
      <p className="min-w-0 flex-1">
        {isPast
          ? t("unread", { at: format.moment(at) })
          : moment
            ? t("future", { at: format.moment(at) })
            : t("unreadable")}
      </p>
      {isPast ? (
        isReadableThen(list) ? (
          <ButtonLink size="sm" href={thenHref(list, at) as Route}>
            {t("openList")}
          </ButtonLink>
        ) : (
          <ButtonLink size="sm" href={thenHref("/decisions", at) as Route}>
            {t("open")}
          </ButtonLink>
        )
      ) : null}
    </div>
  );
}
