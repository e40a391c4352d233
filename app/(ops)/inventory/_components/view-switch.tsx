"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";

/** Table or heatmap, with the filters kept. */
export function ViewSwitch({ current }: { current: "table" | "heatmap" }) {
  const t = useTranslations("inventory");
  const params = useSearchParams();
  const hrefOf = (view: "table" | "heatmap") => {
    const next = new URLSearchParams(params);
    if (view === "table") next.delete("view");
    else next.set("view", view);
    return next.size > 0 ? `/inventory?${next}` : "/inventory";
  };
  return (
    <nav
      aria-label={t("view.label")}
      className="flex overflow-hidden rounded-control border border-field-border"
    >
      {(["table", "heatmap"] as const).map((view) => (
        <AppLink
          key={view}
          href={hrefOf(view)}
          aria-current={view === current ? "true" : undefined}
          className={`flex h-(--control-height) items-center px-3 ${view === current ? "bg-accent-soft font-medium" : "text-muted hover:text-foreground"}`}
        >
          {t(`view.${view}`)}
        </AppLink>
      ))}
    </nav>
  );
}
