"use client";

import { useTranslations } from "next-intl";
import { useAge } from "@/components/age";
import { useMinute } from "@/components/age/use-minute";
import { freshnessBand, useFormat } from "@/components/format";
import { useIsLater } from "@/components/past/moment";
import { Popup } from "@/components/popup";
import { bandInk, ClockFace } from "./clock-face";
import { type FreshnessSource, worstSource } from "./worst-source";

export type { FreshnessSource } from "./worst-source";

export interface FreshnessProps {
  /** When the source was last read, ISO; null when never. */
  asOf?: string | null;
  /** The source's own limit, which replaces the general bands. */
  limitMinutes?: number | null;
  /** Several sources: the worst is shown, all are listed on click. */
  sources?: FreshnessSource[];
  /** What is fresh: "Stock". */
  label?: string;
  /** Face and age only, the label for screen readers; "phone" does so on a phone. */
  compact?: boolean | "phone";
}

/** How old a figure is: a clock face and the age in words, always. */
export function Freshness({ asOf = null, limitMinutes = null, sources, label, compact }: FreshnessProps) {
  const t = useTranslations("freshness");
  const now = useMinute();
  const worst = sources ? worstSource(sources, now) : null;
  const shown: FreshnessSource = worst ?? { name: label ?? "", asOf, limitMinutes };
  const mark = <FreshnessMark source={{ ...shown, name: label ?? shown.name }} now={now} compact={compact} />;
  if (!sources || sources.length < 2) return mark;
  return (
    <Popup
      trigger={
        <>
          {mark}
          <span className="sr-only">{t("allSources", { count: sources.length })}</span>
        </>
      }
      align="end"
    >
      <ul className="flex min-w-56 flex-col gap-1 p-3">
        {sources.map((source) => (
          <li key={source.name} className="flex items-center justify-between gap-6">
            <span>{source.name}</span>
            <FreshnessMark source={{ ...source, name: "" }} now={now} />
          </li>
        ))}
      </ul>
    </Popup>
  );
}

function FreshnessMark({
  source,
  now,
  compact,
}: {
  source: FreshnessSource;
  now: Date;
  compact?: boolean | "phone";
}) {
  const t = useTranslations("freshness");
  const age = useAge();
  const format = useFormat();
  const isLater = useIsLater();
  const readAt = source.asOf && !isLater(source.asOf) ? new Date(source.asOf) : null;
  const band = freshnessBand(readAt, now, source.limitMinutes);
  return (
    <span
      className={`inline-flex items-center gap-1.5 text-caption whitespace-nowrap ${bandInk[band]}`}
      title={source.asOf ? format.moment(source.asOf) : undefined}
    >
      <ClockFace band={band} />
      {source.name ? (
        <span className={compact === "phone" ? "max-sm:sr-only" : compact ? "sr-only" : ""}>
          {source.name}
        </span>
      ) : null}
      <span>{source.asOf ? age(source.asOf) : t("neverRead")}</span>
      {band === "stale" ? <span className="font-medium">{t("stale")}</span> : null}
    </span>
  );
}
