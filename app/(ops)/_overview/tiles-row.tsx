import { useTranslations } from "next-intl";
import { Change } from "@/components/change";
import { useFormat } from "@/components/format";
import { KpiRow, KpiTile } from "@/components/kpi-tile";
import type { KpiWeek } from "@/db/queries/overview";
import { type TileMetric, tileFigures } from "./tiles";

interface TileWords {
  metric: TileMetric;
  href: string;
  good: "up" | "down";
  kind: "share" | "money" | "number" | "seconds";
  bullet?: { target: number | null; ranges: number[]; from?: number };
}

/** In the order of the question: do we sell what is asked for, what does it cost, is what we see right? */
const tiles: TileWords[] = [
  { metric: "in_stock_rate", href: "/inventory?state=out", good: "up", kind: "share" },
  { metric: "lost_sales_minor", href: "/decisions", good: "down", kind: "money" },
  {
    metric: "turnover",
    href: "/inventory?state=excess",
    good: "up",
    kind: "number",
    bullet: { target: 4, ranges: [3, 6, 8] },
  },
  {
    metric: "order_accuracy",
    href: "/orders?list=wrong",
    good: "up",
    kind: "share",
    bullet: { target: 0.999, ranges: [0.95, 0.98, 1], from: 0.9 },
  },
  { metric: "ad_wasted_minor", href: "/ads?list=wasting", good: "down", kind: "money" },
  { metric: "sync_lag_p95_seconds", href: "/sync", good: "down", kind: "seconds" },
];

/** The six figures a manager reads first, each of the last full week against the week before. */
export function Tiles({
  weeks,
  currency,
  simulated,
}: {
  weeks: KpiWeek[];
  currency: string;
  simulated: boolean;
}) {
  const t = useTranslations("overview.tiles");
  const format = useFormat();
  const print = (kind: TileWords["kind"], value: number) => {
    if (kind === "share") return format.percent(value, { decimals: 1 });
    if (kind === "money")
      return format.money(value, currency, { precision: "estimate", currencyDisplay: "symbol" });
    if (kind === "seconds")
      return t("minutes", { minutes: format.number(value / 60, { decimals: value < 600 ? 1 : 0 }) });
    return format.number(value, { decimals: 1 });
  };
  return (
    <KpiRow>
      {tiles.map(({ metric, href, good, kind, bullet }) => {
        const figures = tileFigures(metric, weeks);
        const { now, before } = figures;
        return (
          <KpiTile
            key={metric}
            href={href}
            name={t(`${metric}.name`)}
            value={now === null ? null : print(kind, now)}
            fullValue={
              now !== null && kind === "money"
                ? format.money(Math.round(now), currency, { currencyDisplay: "symbol" })
                : undefined
            }
            unit={kind === "money" ? t("aDay") : undefined}
            change={
              now === null || before === null ? undefined : (
                <Change
                  now={now}
                  before={before}
                  kind={kind === "share" ? "share" : "amount"}
                  period="previous7Days"
                  goodDirection={good}
                  normalRange={figures.normalRange}
                  print={(value) => print(kind, value)}
                />
              )
            }
            sparkline={bullet ? undefined : { points: figures.points, normalRange: figures.normalRange }}
            bullet={
              bullet && now !== null ? { value: now, ...bullet, label: t(`${metric}.bullet`) } : undefined
            }
            asOf={figures.computedAt}
            simulated={simulated}
            definition={{
              title: t(`${metric}.name`),
              formula: t(`${metric}.formula`),
              inputs: Object.entries(figures.newest?.sums ?? {})
                .filter(([name]) => t.has(`parts.${name}`))
                .map(([name, value]) => ({
                  label: t(`parts.${name}` as "parts.equal"),
                  value: name.endsWith("Minor")
                    ? format.money(Math.round(value), currency, {
                        precision: "whole",
                        currencyDisplay: "symbol",
                      })
                    : format.number(value, { decimals: 0 }),
                  source: t("weekOf", {
                    from: figures.newest ? format.calendarDay(figures.newest.from) : "",
                  }),
                })),
              computedAt: figures.computedAt,
            }}
          />
        );
      })}
    </KpiRow>
  );
}
