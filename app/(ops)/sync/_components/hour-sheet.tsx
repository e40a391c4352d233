"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { ReconciliationDetail } from "@/db/queries/reconciliations";
import { AddressedSheet } from "../../orders/_components/sheet";
import type { Sent } from "../load-trust";
import { HourResult } from "./hour-result";
import { amountsIn } from "./hour-words";

interface SumRow {
  key: string;
  name: string;
  ours: ReactNode;
  theirs: ReactNode;
  same: boolean;
}

/** One hour of one source: count, units, amounts and hash of both sides, and the orders that differed. */
export function HourSheet({ hour }: { hour: Sent<ReconciliationDetail> }) {
  const t = useTranslations("trust.hours");
  const versions = useTranslations("trust.versions");
  const orders = useTranslations("orders");
  const format = useFormat();
  const figure = (value: number | null) => (value === null ? <Unknown /> : format.number(value));
  const amounts = (value: Record<string, number> | null) => amountsIn(format, value) ?? <Unknown />;
  const hash = (value: string | null) =>
    value === null ? (
      <Unknown />
    ) : (
      <span className="font-mono text-caption" title={value}>
        {value.slice(0, 8)}…{value.slice(-6)}
      </span>
    );
  const rows: SumRow[] = [
    {
      key: "orders",
      name: t("orders"),
      ours: figure(hour.ourOrders),
      theirs: figure(hour.sourceOrders),
      same: hour.ourOrders === hour.sourceOrders,
    },
    {
      key: "units",
      name: t("units"),
      ours: figure(hour.ourUnits),
      theirs: figure(hour.sourceUnits),
      same: hour.ourUnits === hour.sourceUnits,
    },
    {
      key: "amount",
      name: t("amount"),
      ours: amounts(hour.ourAmounts),
      theirs: amounts(hour.sourceAmounts),
      same: amountsIn(format, hour.ourAmounts) === amountsIn(format, hour.sourceAmounts),
    },
    {
      key: "hash",
      name: t("hash"),
      ours: hash(hour.ourHash),
      theirs: hash(hour.sourceHash),
      same: hour.ourHash === hour.sourceHash,
    },
  ];
  const side = (row: SumRow, value: ReactNode) =>
    row.same ? value : <mark className="bg-at-risk-soft px-1 text-at-risk-ink">{value}</mark>;
  return (
    <AddressedSheet
      param="open"
      path="/sync"
      title={t("sheet", { source: hour.source, hour: format.moment(hour.hour) })}
    >
      <p className="pb-1">
        <HourResult row={hour} />
      </p>
      <p className="pb-3 text-muted">
        {hour.comparedAt
          ? t("lead", {
              after: t(`steps.${hour.afterSeconds}` as "steps.300"),
              at: format.moment(hour.comparedAt),
            })
          : t("notCompared")}
      </p>
      <SimpleTable<SumRow>
        caption={t("sides")}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          {
            key: "name",
            header: t("what"),
            identity: true,
            cell: (row) => (
              <>
                {row.name}
                {row.same ? null : (
                  <span className="text-at-risk-ink">
                    <span aria-hidden="true"> ≠</span>
                    <span className="sr-only"> {versions("differs")}</span>
                  </span>
                )}
              </>
            ),
          },
          { key: "ours", header: orders("check.ours"), align: "end", cell: (row) => side(row, row.ours) },
          {
            key: "theirs",
            header: orders("check.theirs"),
            align: "end",
            cell: (row) => side(row, row.theirs),
          },
        ]}
      />
      <p className="pt-3 text-caption text-muted">{t("hashHelp")}</p>
      {hour.orders.length > 0 ? (
        <>
          <h3 className="pt-4 pb-1 font-semibold">{t("differed", { count: hour.found })}</h3>
          <p className="pb-2 text-muted">{t("askedAgainOf", { count: hour.askedAgain })}</p>
          <ul className="flex flex-col gap-1">
            {hour.orders.map((order) => (
              <li key={order.orderNumber} className="flex flex-wrap items-baseline gap-x-3">
                {order.checkId === null ? (
                  <span className="font-mono">{order.orderNumber}</span>
                ) : (
                  <AppLink
                    className="font-mono underline underline-offset-2"
                    href={`/orders?check=${order.checkId}`}
                  >
                    {order.orderNumber}
                  </AppLink>
                )}
                <span>{t(`kinds.${order.result}`)}</span>
                <span className={order.settled ? "text-muted" : "text-at-risk-ink"}>
                  {t(order.settled ? "settled" : "open")}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </AddressedSheet>
  );
}
