import { OctagonX } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button/button-link";
import { CommandMenu } from "@/components/command-menu";
import { Freshness } from "@/components/freshness";
import { AppLink } from "@/components/link";
import { Bell } from "./bell";
import { LanguageSwitch } from "./language-switch";
import { Mark } from "./mark";
import { ThemeSwitch } from "./theme-switch";
import type { ShellData } from "./types";
import { UserMenu } from "./user-menu";

/** Search, oldest source, bell, language, theme, person. */
export function TopBar({ data }: { data: ShellData }) {
  const t = useTranslations("shell");
  return (
    <header
      data-shell
      className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-border bg-surface px-(--page-gutter)"
    >
      <AppLink href="/" aria-label="Plimsoll" className="target-24 inline-flex items-center sm:hidden">
        <Mark />
      </AppLink>
      <CommandMenu />
      <div className="ml-auto flex items-center gap-1 sm:gap-2">
        {data.autopilot?.on ? (
          <ButtonLink size="sm" href={data.autopilot.href} aria-label={t("autopilotOn")}>
            <span className="max-sm:hidden">{t("autopilotOn")}</span>
            <OctagonX aria-hidden className="size-4 sm:hidden" />
          </ButtonLink>
        ) : null}
        {data.sources === null ? (
          <span className="inline-flex max-sm:hidden">
            <Freshness asOf={null} />
          </span>
        ) : data.sources.length > 0 ? (
          <Freshness sources={data.sources} compact="phone" />
        ) : null}
        <Bell alerts={data.alerts} unread={data.unread} notices={data.notices} />
        <span className="inline-flex max-sm:hidden">
          <LanguageSwitch />
          <ThemeSwitch />
        </span>
        <UserMenu user={data.user} />
      </div>
    </header>
  );
}
