"use client";

import { Ellipsis } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Menu } from "@/components/popup/menu";
import { activePage } from "./active-page";
import { pageIcons } from "./page-icons";
import { type PageKey, pageHrefs, pageKeys, type ShellData } from "./types";

const onBar: PageKey[] = ["overview", "decisions", "inventory", "ads"];
const entryClass =
  "relative flex h-14 w-full flex-col items-center justify-center gap-0.5 text-caption -outline-offset-2!";

/** Navigation of a phone: four pages and a menu with the rest. */
export function BottomBar({ badges }: { badges: ShellData["badges"] }) {
  const t = useTranslations("shell");
  const format = useFormat();
  const current = activePage(usePathname());
  const rest = pageKeys.filter((key) => !onBar.includes(key));
  const restCurrent = current !== null && rest.includes(current);
  return (
    <nav
      aria-label={t("pages")}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      <ul className="grid grid-cols-5">
        {onBar.map((key) => {
          const Icon = pageIcons[key];
          const badge = badges[key] ?? 0;
          return (
            <li key={key}>
              <AppLink
                href={pageHrefs[key]}
                aria-current={key === current ? "page" : undefined}
                className={`${entryClass} ${key === current ? "font-medium text-accent" : "text-muted"}`}
              >
                <Icon aria-hidden="true" size={20} />
                <span className="max-w-full truncate px-1">{t(`page.${key}`)}</span>
                {badge > 0 ? (
                  <span className="absolute top-1 left-[calc(50%+10px)] font-medium text-foreground">
                    {format.number(badge)}
                  </span>
                ) : null}
              </AppLink>
            </li>
          );
        })}
        <li>
          <Menu
            label={t("morePages")}
            align="end"
            className={`${entryClass} ${restCurrent ? "font-medium text-accent" : "text-muted"}`}
            trigger={
              <>
                <Ellipsis aria-hidden="true" size={20} />
                <span>{t("more")}</span>
              </>
            }
            items={rest.map((key) => {
              const Icon = pageIcons[key];
              return {
                key,
                label: t(`page.${key}`),
                href: pageHrefs[key],
                icon: <Icon aria-hidden="true" size={16} />,
              };
            })}
          />
        </li>
      </ul>
    </nav>
  );
}
