"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { Money } from "@/components/money";
import { PriceUnknown } from "@/components/unknown";
import type { OrderDetail } from "@/db/queries/orders";
import type { SumDetail } from "../_view/flag-sum";

export type SummedOrder = Pick<
  OrderDetail,
  "currency" | "discountMinor" | "taxMinor" | "shippingMinor" | "totalMinor" | "lines"
>;

/** Lines written out; an order of more says only what the rest comes to. */
const linesShown = 8;

/** The sum that does not come out, written as one would on paper: each line, discount, tax, shipping, and the total beside it. */
export function FlagSum({
  sum,
  order,
  against,
}: {
  sum: SumDetail;
  order: SummedOrder | null;
  /** What it is held against: the total that the source says, or what was paid. */
  against: "total" | "paid";
}) {
  const t = useTranslations("trust.flag");
  const format = useFormat();
  const { currency, likely } = sum;
  const money = (minor: number) => format.money(minor, currency, { currencyDisplay: "code" });
  const lines = order?.lines ?? [];
  const rest = lines.slice(linesShown).reduce((all, line) => all + (line.amountMinor ?? 0), 0);
  const rows: { key: string; label: string; minor: number | null; suspect?: boolean; note?: string }[] = [
    ...lines.slice(0, linesShown).map((line) => ({
      key: `line${line.lineNo}`,
      label:
        line.unitPrice === null
          ? line.skuCode
          : t("line", {
              sku: line.skuCode,
              quantity: format.number(line.quantity),
              price: trimmed(line.unitPrice),
            }),
      minor: line.amountMinor,
      suspect: likely?.lineNo === line.lineNo,
    })),
    ...(lines.length > linesShown
      ? [{ key: "rest", label: t("restOfLines", { count: lines.length - linesShown }), minor: rest }]
      : []),
    ...(order && order.discountMinor !== 0
      ? [{ key: "discount", label: t("discount"), minor: -order.discountMinor }]
      : []),
    ...(order && order.taxMinor !== 0 ? [{ key: "tax", label: t("tax"), minor: order.taxMinor }] : []),
    ...(order && order.shippingMinor !== 0
      ? [{ key: "shipping", label: t("shipping"), minor: order.shippingMinor }]
      : []),
  ];
  return (
    <table className="w-full">
      <caption className="sr-only">{t("sum")}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" className="py-0.5 text-left font-normal">
              {row.suspect ? (
                <mark className="bg-at-risk-soft px-1 text-at-risk-ink">
                  {row.label}
                  <span className="sr-only"> {t("suspect")}</span>
                </mark>
              ) : (
                row.label
              )}
            </th>
            <td className="py-0.5 text-right">
              {row.minor === null ? (
                <PriceUnknown />
              ) : (
                <Money value={{ minor: row.minor, currency }} currencyDisplay="code" />
              )}
            </td>
          </tr>
        ))}
        <tr className="border-t border-border font-medium">
          <th scope="row" className="py-1 text-left font-medium">
            {t("comesTo")}
          </th>
          <td className="py-1 text-right">{money(sum.sumMinor)}</td>
        </tr>
        <tr>
          <th scope="row" className="py-0.5 text-left font-normal">
            {t(against === "paid" ? "paid" : "sourceTotal")}
          </th>
          <td className="py-0.5 text-right">{money(sum.totalMinor)}</td>
        </tr>
        <tr className="text-at-risk-ink">
          <th scope="row" className="py-0.5 text-left font-medium">
            {t("difference")}
          </th>
          <td className="py-0.5 text-right font-medium">
            {format.money(sum.sumMinor - sum.totalMinor, currency, { currencyDisplay: "code", signed: true })}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** A price without the zeros that the database adds. */
const trimmed = (decimal: string): string =>
  decimal.includes(".") ? decimal.replace(/(\.\d\d+?)0+$/, "$1") : decimal;
