import { useTranslations } from "next-intl";
import { FanChart } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import type { SkuOutlook as Outlook } from "@/lib/services/sku/get-outlook";

/** Small multiples of the stock ahead are at most this many. */
const shownPlaces = 4;

/** What demand and the stock of each place look like in the coming weeks. */
export function SkuOutlook({ outlook, asOf }: { outlook: Outlook; asOf: string | null }) {
  const t = useTranslations("sku.outlook");
  const format = useFormat();
  if (outlook.demand.length === 0) {
    return (
      <Panel title={t("demand")} className="xl:col-span-2">
        <EmptyState kind="nothingYet" title={t("none.title")} text={t("none.text")} />
      </Panel>
    );
  }
  const past = outlook.pastDemand.reduce((sum, day) => sum + day.units, 0);
  const ahead = outlook.demand.slice(0, 28).reduce((sum, day) => sum + day.p50, 0);
  return (
    <>
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
      {outlook.places.slice(0, shownPlaces).map((place) => {
        const end = place.days.find((day) => day.p50 <= 0);
        return (
          <FanChart
            key={place.locationCode}
            title={t("stockAt", { place: place.locationName })}
            subtitle={t("stockSubtitle")}
            summary={
              end
                ? t("stockEnds", { place: place.locationName, day: format.calendarDay(end.date) })
                : t("stockLasts", { place: place.locationName })
            }
            asOf={asOf}
            csvName={`plimsoll-stock-${place.locationCode}`}
            unit={{ label: t("units") }}
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
    </>
  );
}
