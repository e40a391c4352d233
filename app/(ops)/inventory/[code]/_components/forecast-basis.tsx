import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import type { SkuForecastRow } from "@/db/queries/sku-forecast";

/** In a sentence, how the level of a place came about. */
export function ForecastBasis({ row }: { row: SkuForecastRow }) {
  const t = useTranslations("forecast.basis");
  const format = useFormat();
  const { calibration, smoothedLevel } = row;
  if (smoothedLevel === null) return <span className="text-muted">{t("unknown")}</span>;
  const figure = (value: number) => format.number(value, { decimals: 2 });
  const { promotion } = row;
  const smoothed = [
    t("smoothed", { level: figure(smoothedLevel) }),
    ...(row.season === null ? [] : [t("season", { factor: figure(row.season) })]),
    ...(promotion === null
      ? []
      : [
          t("promotion", {
            factor: figure(promotion.factor),
            from: format.calendarDay(promotion.fromDay),
            to: format.calendarDay(promotion.toDay),
          }),
        ]),
  ].join(" ");
  if (!calibration || calibration.lossRatio === null)
    return (
      <span className="block min-w-64 py-1 text-muted">
        {smoothed} {t("plain")}
      </span>
    );
  const better = Math.round(100 * (1 - calibration.lossRatio));
  return (
    <span className="block min-w-64 py-1 text-muted">
      {smoothed}{" "}
      {t("calibrated", {
        day: format.calendarDay(calibration.asOfDay),
        count: calibration.forecasts,
        level: figure(calibration.levelFactor),
        spread: figure(calibration.spreadFactor),
        growth: figure(calibration.growth),
        better: format.number(better, { decimals: 0 }),
        hasBetter: better < 1 ? "no" : "yes",
      })}
    </span>
  );
}
