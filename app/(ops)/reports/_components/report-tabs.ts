import type { useTranslations } from "next-intl";
import type { PageTab } from "@/components/page-header";

/** The two halves of the reports: every figure, and what the decisions were worth. */
export function reportTabs(
  t: ReturnType<typeof useTranslations<"worth">>,
  current: "figures" | "decisions",
): PageTab[] {
  return [
    { label: t("tabs.figures"), href: "/reports", current: current === "figures" },
    { label: t("tabs.decisions"), href: "/reports/decisions", current: current === "decisions" },
  ];
}
