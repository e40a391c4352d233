import { useTranslations } from "next-intl";
import { FanChart } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import type { SkuOutlook as Outlook } from "@/lib/services/sku/get-outlook";

/** Small multiples of the stock ahead are at most this many. */
const shownPlaces = 4;

/** What demand looks like in the coming weeks. */
export function SkuOutlook({ outlook, asOf }: { outlook: Outlook; asOf: string | null }) {
  const t = useTranslations("sku.outlook");
  const format = useFormat();
  if (outlook.demand.length === 0) {
    return (
      <Panel title={t("demand")}>
        <EmptyState kind="nothingYet" title={t("none.title")} text={t("none.text")} />
      </Panel>
    );
  }
  const past = outlook.pastDemand.reduce((sum, day) => sum + day.units, 0);
  const ahead = outlook.demand.slice(0, 28).reduce((sum, day) => sum + day.p50, 0);
  return (
    <FanChart
      title={t("demand")}
      subtitle={t("demandSubtitle")}
      summary={t("demandSummary", { past: format.number(past), ahead: format.number(ahead) })}
      asOf={asOf}
      csvName="plimsoll-demand"
      unit={{ label: t("unitsPerDay") }}
      past={outlook.pastDemand.map((day) => ({ x: day.day, y: day.units }))}
      fan={outlook.demand.map(({ date, p10, p25, p50, p75, p90 }) => ({
        x: date,
        p10,
        p25,
        p50,
        p75,
        p90,
      }))}
      today={outlook.today}
    />
  );
}

/** The stock of each place in the coming weeks, on one scale, those that run out first before the others. */
export function SkuStockAhead({ outlook, asOf }: { outlook: Outlook; asOf: string | null }) {
  const t = useTranslations("sku.outlook");
  const format = useFormat();
  const shown = outlook.places.slice(0, shownPlaces);
  if (shown.length === 0) return null;
  const figures = shown.flatMap((place) => place.days.flatMap(({ p10, p90 }) => [p10, p90]));
  const range = [Math.min(0, ...figures), Math.max(0, ...figures)] as const;
  return (
    <Panel title={t("stockAhead")} subtitle={t("stockSubtitle")} asOf={asOf} className="xl:col-span-2">
      <div className="grid items-end gap-x-4 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
        {shown.map((place) => {
          const end = place.days.find((day) => day.p50 <= 0);
          return (
            <FanChart
              key={place.locationCode}
              bare
              ageElsewhere
              title={place.locationName}
              subtitle={place.days.some((day) => day.p50 < 0) ? undefined : t("stockStays")}
              summary={
                end
                  ? t("stockEnds", { place: place.locationName, day: format.calendarDay(end.date) })
                  : t("stockLasts", { place: place.locationName })
              }
              asOf={asOf}
              csvName={`plimsoll-stock-${place.locationCode}`}
              unit={{ label: t("units") }}
              heightPx={152}
              setRange={range}
              past={[]}
              fan={place.days.map(({ date, p10, p25, p50, p75, p90 }) => ({
                x: date,
                p10,
                p25,
                p50,
                p75,
                p90,
              }))}
              today={outlook.today}
            />
          );
        })}
      </div>
    </Panel>
  );
}
