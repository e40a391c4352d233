"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/button";

/** What a refresh brought and took, and what was decided here: nothing of it moves the list until the reader asks. */
export function HeldBar(props: { added: number; gone: number; decided: number; onShow: () => void }) {
  const { added, gone, decided, onShow } = props;
  const t = useTranslations("decisions.held");
  if (added + gone + decided === 0) return null;
  const parts = [
    ...(added > 0 ? [t("added", { count: added })] : []),
    ...(gone > 0 ? [t("gone", { count: gone })] : []),
    ...(decided > 0 ? [t("decided", { count: decided })] : []),
  ];
  return (
    <p role="status" className="flex items-center gap-3 border-b border-border bg-accent-soft px-3 py-1">
      <span className="min-w-0">{parts.join(" · ")}</span>
      <span className="ml-auto">
        <Button size="sm" onPress={onShow}>
          {t(added + gone > 0 ? "show" : "clear")}
        </Button>
      </span>
    </p>
  );
}
