"use client";

import { useTranslations } from "next-intl";
import { SupplyFan } from "@/components/charts/supply-fan";
import { useFormat } from "@/components/format";
import { LoadingBlock } from "@/components/unknown";
import type { GoodsMove } from "../types";
import { daysShown } from "./days-shown";
import type { InsightView, PlaceOutlook } from "./types";

export type { InsightView, PlaceOutlook } from "./types";

/** What would change the decision, and demand against stock at its places. Its room is kept while it is on its way. */
export function Insight({ view, moves }: { view: InsightView | undefined; moves: readonly GoodsMove[] }) {
  const t = useTranslations("insight");
  if (!view)
    return (
      <section aria-busy="true" className="flex min-h-64 flex-col gap-3">
        <p className="sr-only">{t("loading")}</p>
        {[420, 380, 320].map((width) => (
          <LoadingBlock key={width} width={width} />
        ))}
      </section>
    );
  return (
    <>
      {view.changes.length > 0 || view.holds ? (
        <section aria-label={t("changes")}>
          <h3 className="pb-1 text-caption font-medium text-muted">{t("changes")}</h3>
          {view.changes.map((change) => (
            <div key={change.id} className="pb-1">
              <p>{change.title}</p>
              <ul className="list-disc pl-5">
                {change.causes.map((cause) => (
                  <li key={cause}>{cause}</li>
                ))}
              </ul>
            </div>
          ))}
          {view.holds ? <p className="text-muted">{view.holds}</p> : null}
        </section>
      ) : null}
      {view.places.length > 0 ? (
        <section aria-label={t("outlook")} className="grid gap-x-6 gap-y-3 @2xl/card:grid-cols-2">
          {view.places.map((place) => (
            <PlaceFan key={place.id} place={place} moves={moves} days={daysShown(moves, view.horizonDays)} />
          ))}
        </section>
      ) : null}
    </>
  );
}

interface PlaceFanProps {
  place: PlaceOutlook;
  moves: readonly GoodsMove[];
  days: number;
}

function PlaceFan({ place, moves, days }: PlaceFanProps) {
  const t = useTranslations("insight");
  const format = useFormat();
  const given = moves.filter((move) => move.from === place.id).reduce((sum, move) => sum + move.units, 0);
  const got = moves
    .filter((move) => move.to === place.id && move.days <= days)
    .map((move) => ({
      days: move.days,
      quantity: move.units,
      label: t("fan.planned", { units: format.number(move.units), days: format.days(move.days) }),
      planned: true,
    }));
  const stockUnits = Math.max(0, place.stockUnits - given);
  const demand = place.demand.slice(0, days);
  const arrivals = place.arrivals.filter((arrival) => arrival.days <= days);
  const last = demand.at(-1);
  return (
    <SupplyFan
      title={t("fan.title", { place: place.label })}
      subtitle={t(given > 0 ? "fan.subtitleGiven" : "fan.subtitle", {
        days: demand.length,
        units: format.number(given),
      })}
      summary={t("fan.summary", {
        days: demand.length,
        low: format.number(last?.p10 ?? 0),
        high: format.number(last?.p90 ?? 0),
        stock: format.number(stockUnits),
        arriving: format.number([...arrivals, ...got].reduce((sum, arrival) => sum + arrival.quantity, 0)),
      })}
      asOf={place.asOf}
      csvName={`plimsoll-demand-and-stock-${place.label}`}
      bare
      ageElsewhere
      demand={demand}
      stockUnits={stockUnits}
      arrivals={[...arrivals.map((arrival) => ({ ...arrival, planned: false })), ...got]}
      today={place.today}
    />
  );
}
