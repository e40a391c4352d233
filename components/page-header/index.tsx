import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { ShowCurrent } from "./show-current";

export interface PageTab {
  label: string;
  href: string;
  /** Items behind the tab; null when nobody knows. */
  count?: number | null;
  current?: boolean;
}

export interface PageHeaderProps {
  title: string;
  /** The question that the page answers. */
  question?: string;
  freshness?: ReactNode;
  actions?: ReactNode;
  /** The answer in one line, above the list that acts on it. */
  headline?: ReactNode;
  /** Saved views and tabs: links, since everything seen can be sent. */
  tabs?: PageTab[];
}

/** Head of a page: its h1, what it answers, how fresh it is, and its tabs. */
export function PageHeader({ title, question, freshness, actions, headline, tabs }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-2 pb-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-title">{title}</h1>
        {question ? <p className="text-body text-muted max-sm:hidden">{question}</p> : null}
        <div className="ml-auto flex flex-wrap items-center gap-3">
          {freshness}
          {actions}
        </div>
      </div>
      {headline ? <div className="text-card font-medium">{headline}</div> : null}
      {tabs && tabs.length > 0 ? <Tabs tabs={tabs} label={title} /> : null}
    </header>
  );
}

function Tabs({ tabs, label }: { tabs: PageTab[]; label: string }) {
  const format = useFormat();
  const t = useTranslations("common");
  return (
    <nav
      aria-label={t("viewsOf", { page: label })}
      className="relative -mx-1 overflow-x-auto border-b border-border"
    >
      <ul className="flex gap-1 px-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <AppLink
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={`flex h-(--control-height) items-center gap-1.5 border-b-2 px-2 whitespace-nowrap -outline-offset-2! ${
                tab.current
                  ? "border-accent font-medium text-foreground"
                  : "border-transparent text-muted hover:text-foreground"
              }`}
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="font-normal text-muted">
                  {tab.count === null ? t("unknown") : format.number(tab.count)}
                </span>
              )}
            </AppLink>
          </li>
        ))}
      </ul>
      <ShowCurrent href={tabs.find(({ current }) => current)?.href} />
    </nav>
  );
}
