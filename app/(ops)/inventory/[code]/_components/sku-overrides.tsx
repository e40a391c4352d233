import { useTranslations } from "next-intl";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { SimpleTable } from "@/components/simple-table";
import type { SkuOverride } from "@/db/queries/sku-forecast";

interface SkuOverridesProps {
  overrides: SkuOverride[];
  mayEdit: boolean;
  today: string;
  pending: boolean;
  onTakeBack: (overrideId: number) => void;
}

/** What people said of a product's demand, and once its days are over who came closer: they or the engine. */
export function SkuOverrides({ overrides, mayEdit, today, pending, onTakeBack }: SkuOverridesProps) {
  const t = useTranslations("forecast.overrides");
  const format = useFormat();
  if (overrides.length === 0) return null;
  const figure = (value: number) => format.number(value, { decimals: value < 10 ? 1 : 0 });
  const said = (one: SkuOverride) =>
    one.percent === null
      ? t("units", { units: figure(one.unitsPerDay ?? 0) })
      : t("percent", { percent: format.number(one.percent, { decimals: 0 }) });
  const outcome = (one: SkuOverride): string => {
    if (one.cancelledBy) return t("cancelled", { name: one.cancelledBy });
    const { score } = one;
    if (!score) return one.fromDay > today ? t("ahead") : t("running");
    if (score.days === 0 || score.saidError === null || score.engineError === null) return t("noDays");
    const errors = { said: figure(score.saidError), engine: figure(score.engineError) };
    if (score.saidError === score.engineError) return t("score.same", errors);
    return t(score.saidError < score.engineError ? "score.better" : "score.worse", errors);
  };
  return (
    <div className="border-t border-border">
      <h3 className="px-4 pt-3 font-medium">{t("title")}</h3>
      <SimpleTable
        caption={t("title")}
        rows={overrides}
        rowKey={(one) => String(one.id)}
        columns={[
          {
            key: "days",
            header: t("days"),
            identity: true,
            cell: (one) =>
              t("span", {
                from: format.calendarDay(one.fromDay, "table"),
                to: format.calendarDay(one.toDay, "table"),
                place: one.locationName ?? t("everyPlace"),
              }),
          },
          { key: "said", header: t("said"), cell: said },
          {
            key: "reason",
            header: t("reason"),
            cell: (one) => (
              <>
                {one.reason}
                <span className="block text-caption text-muted">{one.createdBy}</span>
              </>
            ),
          },
          { key: "outcome", header: t("outcome"), cell: outcome },
          {
            key: "actions",
            header: <span className="sr-only">{t("actions")}</span>,
            align: "end",
            cell: (one) =>
              mayEdit && !one.cancelledBy && !one.score ? (
                <Button
                  size="sm"
                  pending={pending}
                  needsConnection
                  label={t("takeBackOf", { reason: one.reason })}
                  onPress={() => onTakeBack(one.id)}
                >
                  {t("takeBack")}
                </Button>
              ) : null,
          },
        ]}
      />
    </div>
  );
}
