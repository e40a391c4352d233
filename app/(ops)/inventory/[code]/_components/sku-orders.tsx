import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import { PriceUnknown } from "@/components/unknown";
import type { SkuOrder } from "@/db/queries/sku-page";
import { PagesFoot, type PagesFootProps } from "./pages-foot";

/** Order lines, newest first, page by page. */
export function SkuOrders({ orders, pages }: { orders: SkuOrder[]; pages: PagesFootProps }) {
  const t = useTranslations("sku.orders");
  const format = useFormat();
  return (
    <Panel id="orders" title={t("title")} padded={false} className="xl:col-span-2">
      <SimpleTable<SkuOrder>
        caption={t("title")}
        rows={orders}
        rowKey={(order) => `${order.orderId}:${order.lineNo}`}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        columns={[
          {
            key: "order",
            header: t("order"),
            identity: true,
            cell: (row) => (
              <AppLink className="underline" href={`/orders?q=${encodeURIComponent(row.externalId)}`}>
                {row.externalId}
              </AppLink>
            ),
          },
          {
            key: "placed",
            header: t("placed"),
            cell: (row) => <span className="whitespace-nowrap">{format.moment(row.placedAt)}</span>,
          },
          { key: "channel", header: t("channel"), cell: (row) => row.channelName },
          { key: "place", header: t("place"), cell: (row) => row.locationCode },
          {
            key: "quantity",
            header: t("quantity"),
            align: "end",
            cell: (row) => (
              <>
                <Quantity value={row.quantity - row.cancelled} unit="none" />
                {row.cancelled > 0 ? (
                  <span className="block text-caption text-muted">
                    {t("cancelled", { count: row.cancelled })}
                  </span>
                ) : null}
              </>
            ),
          },
          {
            key: "amount",
            header: t("amount"),
            align: "end",
            cell: (row) =>
              row.amountMinor === null ? (
                <PriceUnknown />
              ) : (
                <Money value={{ minor: row.amountMinor, currency: row.currency }} currencyDisplay="code" />
              ),
          },
        ]}
      />
      <PagesFoot {...pages} />
    </Panel>
  );
}
