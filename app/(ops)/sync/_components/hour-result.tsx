"use client";

import { useTranslations } from "next-intl";
import type { ReconciliationRow } from "@/db/queries/reconciliations";

/** What a comparison came to, in words. */
export function HourResult({
  row,
}: {
  row: Pick<ReconciliationRow, "state" | "same" | "found" | "askedAgain" | "remaining">;
}) {
  const t = useTranslations("trust.hours");
  if (row.state === "failed") return <span className="text-at-risk-ink">{t("results.unread")}</span>;
  if (row.state === "reading") return <span className="text-muted">{t("reading")}</span>;
  if (row.state === "asked_again")
    return <span className="text-muted">{t("askedAgain", { count: row.found })}</span>;
  if ((row.remaining ?? 0) > 0)
    return <span className="text-out-ink">{t("remain", { count: row.remaining ?? 0 })}</span>;
  return (
    <span className="text-muted">
      {row.found > 0 ? t("healed", { count: row.found }) : t(row.same === false ? "sameFields" : "equal")}
    </span>
  );
}
