"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CoverGauge, GaugeScale } from "@/components/cover-gauge";
import { AppLink } from "@/components/link";
import { gaugeAfter } from "./after";
import type { DecisionGauge, DecisionView, GoodsMove } from "./types";

const gaugePx = 260;
const phoneGaugePx = 132;

/** The places of a decision, each as it stands and, where the chosen option moves goods, as it stands afterwards. */
export function Gauges({ view, moves }: { view: DecisionView; moves: readonly GoodsMove[] }) {
  const t = useTranslations("decisionCard");
  return (
    <section aria-label={t("places")} className="relative overflow-x-auto">
      <div className="flex items-center gap-3">
        <span className={nameWidth} />
        <span className="@xl/card:hidden">
          <GaugeScale widthPx={phoneGaugePx} />
        </span>
        <span className="@max-xl/card:hidden">
          <GaugeScale widthPx={gaugePx} />
        </span>
      </div>
      {view.gauges.map((place) => {
        const after = gaugeAfter(place, moves);
        return (
          <div key={place.id}>
            <Row place={place} label={<PlaceName place={place} />} />
            {after ? <Row place={after} label={<After label={place.label} />} /> : null}
          </div>
        );
      })}
    </section>
  );
}

function Row({ place, label }: { place: DecisionGauge; label: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center gap-3">
      {label}
      <span className="@xl/card:hidden">
        <CoverGauge {...place.gauge} widthPx={phoneGaugePx} />
      </span>
      <span className="@max-xl/card:hidden">
        <CoverGauge {...place.gauge} widthPx={gaugePx} />
      </span>
    </div>
  );
}

const nameWidth = "w-24 shrink-0 @md/card:w-36 @2xl/card:w-52";
const nameText = "line-clamp-2 break-words leading-4 @max-md/card:text-caption @2xl/card:line-clamp-1";

function PlaceName({ place }: { place: DecisionGauge }) {
  return (
    <span
      className={`${nameWidth} ${nameText} ${place.role === "need" ? "font-medium" : "text-muted"}`}
      title={place.label}
    >
      {place.href ? (
        <AppLink href={place.href} className="hover:underline">
          {place.label}
        </AppLink>
      ) : (
        place.label
      )}
    </span>
  );
}

function After({ label }: { label: string }) {
  const t = useTranslations("insight");
  return (
    <span className={`${nameWidth} pl-3 text-caption text-muted`}>
      <span className="sr-only">{t("afterAt", { place: label })}</span>
      <span aria-hidden="true">{t("after")}</span>
    </span>
  );
}
