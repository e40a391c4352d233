"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import type { RestWithout } from "@/lib/services/transfer/rest";

/** What is wrong with an order once a line is out of it, in units and money, and the ways on beside taking it out all the same. */
export function RestWarning(props: {
  rest: RestWithout;
  number: string;
  sku: string;
  cancelling: boolean;
  onCancelAll: () => void;
  onKeep: () => void;
}) {
  const { number, sku } = props;
  const { units, value, loss, currency } = props.rest;
  const t = useTranslations("transfers.takeOut.rest");
  const format = useFormat();
  const money = (minor: number) => format.money(minor, currency, { currencyDisplay: "symbol" });
  return (
    <section
      role="alert"
      className="flex flex-col gap-2 rounded-control bg-at-risk-soft px-3 py-2 text-at-risk-ink"
    >
      <h3 className="font-medium">{t("title")}</h3>
      <ul className="list-disc pl-5">
        {units ? <li>{t("units", units)}</li> : null}
        {value ? (
          <li>{t("value", { left: money(value.leftMinor), least: money(value.leastMinor) })}</li>
        ) : null}
        {loss ? (
          <li>
            {t(loss.moreMinor > 0 ? "loss" : "lossPlain", {
              loss: money(loss.lossMinor),
              more: money(loss.moreMinor),
            })}
          </li>
        ) : null}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button needsConnection pending={props.cancelling} onPress={props.onCancelAll}>
          {t("cancelAll", { number })}
        </Button>
        <Button onPress={props.onKeep}>{t("keep", { sku })}</Button>
      </div>
    </section>
  );
}
