import { useTranslations } from "next-intl";
import { type ChangeInput, describeChange, type Format, judgeChange, useFormat } from "@/components/format";

export interface ChangeProps extends ChangeInput {
  /** What the earlier value stands for. */
  period: "previous7Days" | "previous28Days" | "previousPeriod" | "previous13Weeks" | "lastYear";
  /** Prints an absolute figure with its unit, without a sign; a plain number by default. Server components only. */
  print?: (value: number) => string;
  /** The same for client components and rows: amounts of one currency. */
  currency?: string;
}

function inWords(
  input: ChangeProps,
  format: Format,
  t: ReturnType<typeof useTranslations<"format">>,
): string {
  const print = (value: number): string => {
    if (input.print) return input.print(value);
    if (input.currency)
      return format.money(value, input.currency, { precision: "estimate", currencyDisplay: "symbol" });
    return format.number(value, { decimals: Number.isInteger(value) ? 0 : 1 });
  };
  const signed = (value: number): string =>
    `${value > 0 ? "+" : value < 0 ? "−" : ""}${print(Math.abs(value))}`;
  const change = describeChange(input);
  if (change.form === "unknown") return t("changeUnknown");
  if (change.form === "new") return t("changeNew");
  if (change.form === "fromTo")
    return print(change.before) === print(change.now)
      ? t("changeNone")
      : t("changeFromTo", { before: print(change.before), now: print(change.now) });
  if (change.form === "points")
    return t("changePoints", { points: format.number(change.points, { decimals: 1, signed: true }) });
  if (change.form === "times")
    return t("changeTimes", {
      difference: signed(change.difference),
      factor: format.number(change.factor, { decimals: 1 }),
    });
  return t("changePercent", {
    difference: signed(change.difference),
    percent: format.percent(change.share, { signed: true }),
  });
}

/** A change against an earlier period: absolute first, then per cent where that means something. */
export function Change(props: ChangeProps) {
  const t = useTranslations("format");
  const format = useFormat();
  const words = inWords(props, format, t);
  const verdict = words === t("changeNone") ? "neutral" : judgeChange(props);
  const ink = verdict === "gain" ? "text-gain" : verdict === "loss" ? "text-loss" : "text-muted";
  return (
    <span className="text-caption text-muted">
      <span className={`font-medium ${ink}`}>{words}</span> <span>{t(`period.${props.period}`)}</span>
    </span>
  );
}
