"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { onScale } from "@/components/range-bar";

const widthPx = 160;
/** Room that a label takes from its end of the scale towards zero, about. */
const roomOf = (label: string): number => label.length * 7 + 8;

/** The scale that the bars of all options share: its ends and zero, above them. */
export function ValueAxis({
  scale,
  currency,
}: {
  scale: { min: number; max: number };
  currency: string | null;
}) {
  const t = useTranslations("decisionCard");
  const format = useFormat();
  if (currency === null || scale.max === scale.min) return <span>{t("value")}</span>;
  const zero = onScale(0, scale.min, scale.max, widthPx);
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  const ends = [scale.min, scale.max].filter(
    (end) => end !== 0 && Math.abs(onScale(end, scale.min, scale.max, widthPx) - zero) > roomOf(money(end)),
  );
  return (
    <span className="flex flex-col">
      <span>{t("value")}</span>
      <span className="relative block h-4" style={{ width: widthPx }}>
        {ends.map((end) => (
          <span key={end} className={`absolute ${end < 0 ? "left-0" : "right-0"} whitespace-nowrap`}>
            {money(end)}
          </span>
        ))}
        <span className="absolute -translate-x-1/2" style={{ left: zero }}>
          0
        </span>
      </span>
    </span>
  );
}
