import { useTranslations } from "next-intl";
import { SpendLine } from "@/components/charts";
import { useFormat } from "@/components/format";
import type { hourlySpend } from "@/db/queries/ads";

type Hour = Awaited<ReturnType<typeof hourlySpend>>[number];

/** Hourly spend; hours in which some of it went to what could not be bought are hatched. */
export function SpendPanel({
  hours,
  currency,
  readAt,
}: {
  hours: Hour[];
  currency: string;
  readAt: string | null;
}) {
  const t = useTranslations("ads.chart");
  const format = useFormat();
  const spend = hours.reduce((sum, hour) => sum + hour.spendMinor, 0);
  const wasted = hours.reduce((sum, hour) => sum + hour.wastedMinor, 0);
  return (
    <SpendLine
      title={t("title")}
      subtitle={t("subtitle")}
      summary={t("summary", {
        spend: format.money(spend, currency, { precision: "whole", currencyDisplay: "symbol" }),
        wasted: format.money(wasted, currency, { precision: "whole", currencyDisplay: "symbol" }),
      })}
      asOf={readAt}
      csvName="plimsoll-hourly-spend"
      currency={currency}
      label={t("title")}
      points={hours.map((hour) => ({ x: hour.at.toISOString(), y: hour.spendMinor }))}
      spans={wastedSpans(hours).map((span) => ({ ...span, label: t("wastedSpan") }))}
      heightPx={160}
      incompleteFrom={hours.at(-1)?.at.toISOString()}
    />
  );
}

/** Runs of hours with more than a tenth of their spend wasted. */
function wastedSpans(hours: Hour[]): { from: string; to: string }[] {
  const spans: { from: string; to: string }[] = [];
  let from: string | null = null;
  for (const hour of hours) {
    const at = hour.at.toISOString();
    const wasting = hour.wastedMinor > hour.spendMinor / 10;
    if (wasting && from === null) from = at;
    if (!wasting && from !== null) {
      spans.push({ from, to: at });
      from = null;
    }
  }
  const last = hours.at(-1)?.at.toISOString();
  if (from !== null && last) spans.push({ from, to: last });
  return spans;
}
