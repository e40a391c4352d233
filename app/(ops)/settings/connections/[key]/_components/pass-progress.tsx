"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { ProgressBar } from "@/components/progress-bar";
import type { PassRow } from "../stream-rows";

/** How far the reading of a chosen period, or of everything, has come. */
export function PassProgress({ pass, name }: { pass: PassRow; name: string }) {
  const t = useTranslations("connections.streams");
  const format = useFormat();
  const from = pass.since ? format.day(pass.since, "table") : null;
  const label =
    pass.kind === "backfill" && from
      ? t("backfillOf", { name, from, until: format.day(pass.until, "table") })
      : t("resyncOf", { name });
  const read = t("read", { count: pass.read, figure: format.number(pass.read) });
  const share = pass.progress === null ? "" : `${format.percent(pass.progress, { decimals: 0 })} · `;
  return (
    <div className="w-72 max-w-full py-1">
      <ProgressBar share={pass.progress} label={label} text={`${label}: ${share}${read}`} />
    </div>
  );
}
