"use client";

import type { Route } from "next";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { activePage } from "./active-page";
import { Mark } from "./mark";
import { pageIcons } from "./page-icons";
import { type PageKey, pageHrefs, pageKeys, type ShellData } from "./types";

/** Pages that are visited now and then stand apart from those that are worked in all day. */
const lastOfDailyWork: PageKey = "sync";

/** All pages with what waits in them. */
export function Navigation({ badges }: { badges: ShellData["badges"] }) {
  const t = useTranslations("shell");
  const format = useFormat();
  const current = activePage(usePathname());
  const router = useRouter();
  return (
    <nav aria-label={t("pages")} className="flex min-h-0 flex-col overflow-y-auto">
      <AppLink
        href="/"
        className="flex h-12 shrink-0 items-center gap-2 px-3 text-card font-semibold -outline-offset-2!"
      >
        <Mark />
        <span className="max-lg:sr-only group-data-[nav=folded]/frame:sr-only">Plimsoll</span>
      </AppLink>
      <ul className="flex flex-col gap-0.5 px-2 pt-2">
        {pageKeys.map((key) => {
          const Icon = pageIcons[key];
          const badge = badges[key] ?? 0;
          const here = key === current;
          return (
            <li key={key} className={key === lastOfDailyWork ? "mb-2 border-b border-border pb-2" : ""}>
              <AppLink
                href={pageHrefs[key]}
                title={t(`page.${key}`)}
                aria-current={here ? "page" : undefined}
                onPointerEnter={() => router.prefetch(pageHrefs[key] as Route)}
                className={`relative flex h-8 items-center gap-2 rounded-control px-2 -outline-offset-2! ${
                  here
                    ? "bg-accent-soft font-medium text-foreground"
                    : "text-muted hover:bg-surface-secondary hover:text-foreground"
                }`}
              >
                <Icon aria-hidden="true" size={16} className="shrink-0" />
                <span className="grow truncate max-lg:sr-only group-data-[nav=folded]/frame:sr-only">
                  {t(`page.${key}`)}
                </span>
                {badge > 0 ? (
                  <span className="text-caption font-medium text-foreground max-lg:absolute max-lg:top-0 max-lg:right-0 group-data-[nav=folded]/frame:absolute group-data-[nav=folded]/frame:-top-0.5 group-data-[nav=folded]/frame:right-0">
                    <span className="sr-only">{t("waiting")} </span>
                    {format.number(badge)}
                  </span>
                ) : null}
              </AppLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
