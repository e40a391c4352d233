"use client";

import { Rows3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useMinute } from "@/components/age/use-minute";
import { type Density, useDensity } from "@/components/density";
import { useFormat } from "@/components/format";
import { Menu } from "@/components/popup/menu";

const dayMs = 86_400_000;
/** A time without its day is understood within a day only. */
const isToday = (iso: string, now: Date): boolean => Math.abs(now.getTime() - Date.parse(iso)) < dayMs;

interface FootProps {
  loaded: number;
  total: number | null;
  totalUnfiltered: number | null;
  asOf: string | null;
  sourceLabel?: string;
  csvHref?: string;
  /** A new answer is under way; the old values stay. */
  busy: boolean;
}

/** How much is shown of how much, how fresh it is, and the way to take it along. */
export function Foot({ loaded, total, totalUnfiltered, asOf, sourceLabel, csvHref, busy }: FootProps) {
  const t = useTranslations("table");
  const format = useFormat();
  const { density, choose } = useDensity();
  const now = useMinute();
  const figures = { from: format.number(Math.min(1, loaded)), to: format.number(loaded) };
  const counted =
    loaded === 0
      ? t("rangeNone")
      : total === null
        ? t("rangeMore", { ...figures, least: format.number(loaded) })
        : t("range", { ...figures, total: format.number(total) });
  const filtered = total !== null && totalUnfiltered !== null && totalUnfiltered !== total;
  return (
    <div className="flex min-h-(--row-height) flex-wrap items-center gap-x-2 border-t border-border px-2.5 text-caption text-muted">
      <span>
        {counted}
        {filtered ? ` ${t("filteredFrom", { figure: format.number(totalUnfiltered) })}` : null}
      </span>
      {asOf ? (
        <span>
          ·{" "}
          {t("asOf", {
            source: sourceLabel ?? t("figures"),
            time: isToday(asOf, now) ? format.time(asOf) : format.moment(asOf),
          })}
          {t("comma")}
          <Age from={asOf} />
        </span>
      ) : null}
      {busy ? <span role="status">· {t("loading")}</span> : null}
      <span className="ml-auto flex items-center gap-3">
        {csvHref ? (
          <a
            href={csvHref}
            download
            className="target-24 inline-flex items-center text-accent underline underline-offset-2"
          >
            {t("exportCsv")}
          </a>
        ) : null}
        <span className="max-sm:hidden">
          <Menu
            label={t("density")}
            align="end"
            className="h-6 w-6 hover:text-foreground"
            trigger={<Rows3 aria-hidden="true" size={14} />}
            items={(["dense", "normal", "touch"] as const).map((each: Density) => ({
              key: each,
              label: t(`densities.${each}`),
              checked: each === density,
              onSelect: () => choose(each),
            }))}
          />
        </span>
      </span>
    </div>
  );
}
