"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import { PriceUnknown } from "@/components/unknown";
import type { OrderDetail } from "@/db/queries/orders";
import type { SentFlag } from "../_view/sent-flag";
import { FlagCard } from "./flag-card";
import { Stuck } from "./problem";
import { AddressedSheet } from "./sheet";

type Sent = Omit<OrderDetail, "placedAt" | "sourceEventAt" | "receivedAt" | "visibleAt"> & {
  placedAt: string;
  sourceEventAt: string | null;
  receivedAt: string | null;
  visibleAt: string;
};

/** One order with its lines, its sums and when it reached us. */
export function OrderSheet({
  order,
  flags,
  mayDecide,
}: {
  order: Sent;
  /** What it is or was held for, newest first. */
  flags: SentFlag[];
  mayDecide: boolean;
}) {
  const t = useTranslations("orders");
  const format = useFormat();
  const money = (minor: number | null) => (
    <Money value={minor === null ? null : { minor, currency: order.currency }} currencyDisplay="code" />
  );
  const priceUnknown = order.lines.some((line) => line.unitPrice === null && line.quantity > line.cancelled);
  const facts = [
    [t("columns.channel"), order.channelName],
    [t("columns.placed"), format.moment(order.placedAt)],
    [t("columns.state"), t(`states.${order.state}` as "states.open")],
    [t("detail.customer"), order.customerRef ?? t("detail.notGiven")],
    [t("detail.country"), order.country ?? t("detail.notGiven")],
    [t("detail.discount"), money(order.discountMinor)],
    [t("detail.shipping"), money(order.shippingMinor)],
    [t("detail.tax"), money(order.taxMinor)],
    [
      t("detail.total"),
      order.totalMinor === null && priceUnknown ? <PriceUnknown key="total" /> : money(order.totalMinor),
    ],
    [t("detail.changed"), order.sourceEventAt ? format.moment(order.sourceEventAt) : t("detail.notGiven")],
    [t("detail.visible"), format.moment(order.visibleAt)],
  ] as const;
  return (
    <AddressedSheet param="order" title={t("detail.order", { id: order.externalId })}>
      {order.simulated ? <p className="pb-2 text-caption text-muted">{t("detail.simulated")}</p> : null}
      {order.goneAt ? (
        <p className="mb-3 rounded-chip bg-at-risk-soft px-3 py-2 text-at-risk-ink">
          {t("detail.gone", { time: format.moment(order.goneAt) })}
        </p>
      ) : null}
      {order.syncError && !flags.some((flag) => flag.kind === order.syncError) ? (
        <p className="mb-3 rounded-chip bg-out-soft px-3 py-2 text-out-ink">
          <Stuck code={order.syncError} />
        </p>
      ) : null}
      {flags.map((flag) => (
        <FlagCard key={flag.id} flag={flag} order={order} mayDecide={mayDecide} />
      ))}
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 pb-4">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <SimpleTable
        caption={t("detail.lines")}
        rows={order.lines}
        rowKey={(line) => String(line.lineNo)}
        columns={[
          {
            key: "sku",
            header: t("detail.sku"),
            identity: true,
            cell: (line) => (
              <AppLink className="underline" href={`/inventory/${encodeURIComponent(line.skuCode)}`}>
                {line.skuCode}
              </AppLink>
            ),
          },
          { key: "place", header: t("detail.place"), cell: (line) => line.locationCode },
          {
            key: "units",
            header: t("detail.units"),
            align: "end",
            cell: (line) => <Quantity value={line.quantity} unit="none" />,
          },
          {
            key: "cancelled",
            header: t("detail.cancelled"),
            align: "end",
            cell: (line) => <Quantity value={line.cancelled} unit="none" />,
          },
          {
            key: "shipped",
            header: t("detail.shipped"),
            align: "end",
            cell: (line) => <Quantity value={line.shipped} unit="none" />,
          },
          {
            key: "amount",
            header: t("columns.amount"),
            align: "end",
            cell: (line) => (line.amountMinor === null ? <PriceUnknown /> : money(line.amountMinor)),
          },
        ]}
      />
    </AddressedSheet>
  );
}
