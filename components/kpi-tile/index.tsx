import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age } from "@/components/age";
import { ExplainButton, type ExplainView } from "@/components/explain";
import { AppLink } from "@/components/link";
import { StateShape } from "@/components/state-chip";
import { Bullet, type BulletProps } from "./bullet";
import { Sparkline, type SparklineProps } from "./sparkline";

export { Bullet, type BulletProps } from "./bullet";
export { Sparkline, type SparklineProps } from "./sparkline";

export interface KpiTileProps {
  /** The list behind the figure. */
  href: string;
  name: string;
  /** Rounded for reading, formatted, with its currency sign if money; null when unknown. */
  value: string | null;
  /** All digits, shown on hover and focus. */
  fullValue?: string;
  unit?: string;
  change?: ReactNode;
  sparkline?: SparklineProps;
  bullet?: BulletProps;
  asOf: string | null;
  stale?: boolean;
  /** How to make an unknown figure known. */
  unknownAction?: { label: string; href: string };
  definition?: ExplainView;
  /** Marks figures of the generated sample. */
  simulated?: boolean;
}

/** One figure with its change, its trend or target, and its age; the tile is a link to the list behind it. */
export function KpiTile(props: KpiTileProps) {
  const {
    href,
    name,
    value,
    fullValue,
    unit,
    change,
    sparkline,
    bullet,
    asOf,
    stale,
    unknownAction,
    definition,
    simulated,
  } = props;
  const t = useTranslations("common");
  return (
    <div className="card relative flex min-w-0 flex-col gap-1 p-4 hover:bg-surface-secondary">
      <div className="flex items-center gap-1">
        <h2 className="text-body font-medium text-muted">
          <AppLink
            href={href}
            className="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
          >
            {name}
          </AppLink>
        </h2>
        {definition ? <ExplainButton view={definition} className="relative z-1 -my-1 ml-auto" /> : null}
      </div>
      {value === null ? (
        <p className="flex h-9 items-center gap-2 text-card text-unknown-ink">
          <StateShape state="unknown" /> {t("unknown")}
        </p>
      ) : (
        <p className="flex flex-wrap items-baseline gap-x-1.5 whitespace-nowrap" title={fullValue}>
          <span
            className={`text-kpi font-semibold ${stale ? "underline decoration-at-risk-mark decoration-dashed decoration-1 underline-offset-4" : ""}`}
          >
            {value}
          </span>
          {unit ? <span className="text-body text-muted">{unit}</span> : null}
          {fullValue ? <span className="sr-only">({fullValue})</span> : null}
        </p>
      )}
      {value === null && unknownAction ? (
        <AppLink href={unknownAction.href} className="relative z-1 text-accent underline underline-offset-2">
          {unknownAction.label}
        </AppLink>
      ) : (
        <div className="min-h-4">{change}</div>
      )}
      <div className="mt-auto flex flex-wrap items-end justify-between gap-x-3 gap-y-1 pt-1">
        {sparkline ? <Sparkline {...sparkline} /> : bullet ? <Bullet {...bullet} /> : <span />}
        <span className="text-caption text-muted">
          {simulated ? `${t("simulated")} · ` : ""}
          <Age from={asOf} />
        </span>
      </div>
    </div>
  );
}

/** Tiles side by side, at most six in a row. */
export function KpiRow({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">{children}</div>;
}
