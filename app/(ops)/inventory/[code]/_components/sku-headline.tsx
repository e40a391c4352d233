import { useTranslations } from "next-intl";
import { StateChip, type StockState } from "@/components/state-chip";
import type { SkuPlace } from "@/db/queries/sku-page";

/** The worst state first: "Out at 1 of 6 places". */
export function SkuHeadline({ places }: { places: SkuPlace[] }) {
  const t = useTranslations("sku");
  const worst = (["out", "at_risk", "excess", "unknown"] as const satisfies StockState[])
    .map((state) => ({ state, count: places.filter((place) => (place.state ?? "unknown") === state).length }))
    .filter((entry) => entry.count > 0);
  if (places.length === 0) return <span className="text-muted">{t("noPlaces")}</span>;
  if (worst.length === 0)
    return <StateChip state="healthy" variant="plain" detail={t("atAll", { total: places.length })} />;
  return (
    <div className="flex flex-wrap gap-2">
      {worst.map(({ state, count }) => (
        <StateChip key={state} state={state} detail={t("atPlaces", { count, total: places.length })} />
      ))}
    </div>
  );
}
