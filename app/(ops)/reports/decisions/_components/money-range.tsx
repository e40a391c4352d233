import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";

/** A middle with its range below it. */
export function MoneyRangeCell({
  low,
  mid,
  high,
  currency,
  change = false,
}: {
  low: number;
  mid: number;
  high: number;
  currency: string;
  /** Of a value, with its sign and ink. */
  change?: boolean;
}) {
  const format = useFormat();
  const ink = !change || mid === 0 ? "" : mid > 0 ? "text-gain" : "text-loss";
  return (
    <span className="inline-flex flex-col items-end py-1 whitespace-nowrap">
      <span className={`font-medium ${ink}`}>
        {format.money(mid, currency, { precision: "estimate", currencyDisplay: "symbol", signed: change })}
      </span>
      <span className="text-caption text-muted">
        {format.moneyRange(low, high, currency, { currencyDisplay: "symbol" })}
      </span>
    </span>
  );
}

/** What was measured of a row's decisions, as a value; before anything was, that it was not. */
export function RealisedCell({
  row,
  currency,
}: {
  row: { measured: number; realisedLow: number; realised: number; realisedHigh: number };
  currency: string;
}) {
  const t = useTranslations("worth");
  if (row.measured === 0) return <span className="text-muted">{t("notYet")}</span>;
  return (
    <MoneyRangeCell
      low={row.realisedLow}
      mid={row.realised}
      high={row.realisedHigh}
      currency={currency}
      change
    />
  );
}
