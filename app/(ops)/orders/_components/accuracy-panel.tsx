import { useTranslations } from "next-intl";
import { AccuracyDots } from "@/components/charts";
import { useFormat } from "@/components/format";
import type { accuracyByChannel } from "@/db/queries/orders";

type Row = Awaited<ReturnType<typeof accuracyByChannel>>[number];

/** Share of orders equal to their source, by channel, against what is usual and what is wanted. */
export function AccuracyPanel({ rows, days }: { rows: Row[]; days: number }) {
  const t = useTranslations("orders.accuracy");
  const format = useFormat();
  const measured = rows.filter((row) => row.checked > 0);
  const checked = measured.reduce((sum, row) => sum + row.checked, 0);
  const equal = measured.reduce((sum, row) => sum + row.equal, 0);
  return (
    <AccuracyDots
      title={t("title")}
      subtitle={t("subtitle", { days })}
      summary={
        checked > 0
          ? t("summary", {
              share: format.percent(equal / checked, { decimals: 2 }),
              checked: format.number(checked),
            })
          : t("none")
      }
      asOf={
        measured
          .map((row) => row.asOf?.toISOString() ?? "")
          .sort()
          .at(-1) ?? null
      }
      csvName="plimsoll-order-accuracy"
      rows={measured
        .map((row) => ({
          label: row.name,
          value: row.equal / row.checked,
          href: `/orders?list=wrong&channel=${encodeURIComponent(row.code)}`,
        }))
        .sort((a, b) => a.value - b.value)}
      from={0.95}
      band={[0.95, 0.98]}
      target={0.999}
    />
  );
}
