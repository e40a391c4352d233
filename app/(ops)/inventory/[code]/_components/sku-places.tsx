import { useTranslations } from "next-intl";
import { CoverGauge } from "@/components/cover-gauge";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import { StateChip } from "@/components/state-chip";
import type { SkuPlace } from "@/db/queries/sku-page";
import { drawnState } from "../../_components/row";

/** Narrower where the table would not fit beside the navigation. */
const gaugeWidths = [
  { widthPx: 232, shown: "min-[1400px]:hidden" },
  { widthPx: 320, shown: "max-[1399.98px]:hidden" },
];

/** Stock by place, with the gauge of each. */
export function SkuPlaces({ places }: { places: SkuPlace[] }) {
  const t = useTranslations("sku.places");
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false} className="xl:col-span-2">
      <SimpleTable<SkuPlace>
        caption={t("title")}
        rows={places}
        rowKey={(place) => place.locationCode}
        columns={[
          { key: "place", header: t("place"), identity: true, cell: (place) => place.locationName },
          {
            key: "state",
            header: t("state"),
            cell: (place) => (
              <StateChip
                state={drawnState(place.state ?? "unknown")}
                variant={place.state === "healthy" || place.state === "no_demand" ? "plain" : "chip"}
              />
            ),
          },
          {
            key: "onHand",
            header: t("onHand"),
            align: "end",
            cell: (place) => <Quantity value={place.onHand} unit="none" />,
          },
          {
            key: "committed",
            notOnPhone: true,
            header: t("committed"),
            align: "end",
            cell: (place) => <Quantity value={place.committed} unit="none" />,
          },
          {
            key: "unavailable",
            notOnPhone: true,
            header: t("unavailable"),
            align: "end",
            cell: (place) => (
              <Quantity value={place.onHand === null ? null : place.unavailable} unit="none" />
            ),
          },
          {
            key: "available",
            header: t("available"),
            align: "end",
            cell: (place) => <Quantity value={place.available} unit="none" />,
          },
          {
            key: "incoming",
            header: t("incoming"),
            align: "end",
            cell: (place) => <Quantity value={place.incoming} unit="none" />,
          },
          {
            key: "forecast",
            header: t("forecast"),
            align: "end",
            cell: (place) => <Quantity value={place.forecastPerDay} unit="none" decimals={1} />,
          },
          {
            key: "gauge",
            header: t("cover"),
            cell: (place) => (
              <span className="block pt-2 pb-1.5">
                {gaugeWidths.map(({ widthPx, shown }) => (
                  <span key={widthPx} className={shown}>
                    <CoverGauge
                      size="card"
                      meter
                      widthPx={widthPx}
                      availableUnits={place.available}
                      forecastPerDay={place.state === "no_demand" ? 0 : place.forecastPerDay}
                      safetyStockUnits={place.safetyStockUnits ?? 0}
                      excessLimitDays={90}
                      arrivals={place.arrivals}
                      state={drawnState(place.state ?? "unknown")}
                      lastReadAt={place.dataAsOf?.toISOString() ?? null}
                    />
                  </span>
                ))}
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}
