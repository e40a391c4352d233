import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { Freshness } from "@/components/freshness";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import type { SkuListing } from "@/db/queries/sku-page";

/** Where the SKU is offered: what the channel shows against what can be sold there. */
export function SkuListings({ listings }: { listings: SkuListing[] }) {
  const t = useTranslations("sku.listings");
  return (
    <Panel title={t("title")} padded={false}>
      <SimpleTable<SkuListing>
        caption={t("title")}
        rows={listings}
        rowKey={(listing) => String(listing.id)}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        columns={[
          {
            key: "channel",
            header: t("channel"),
            identity: true,
            cell: (row) => (
              <span className="flex flex-col items-start py-1">
                {row.channelName}
                <span className="font-normal">
                  <Freshness asOf={row.publishedAsOf?.toISOString() ?? null} label={t("age")} compact />
                </span>
              </span>
            ),
          },
          { key: "state", header: t("state"), cell: (row) => t(`states.${row.state}` as "states.active") },
          {
            key: "published",
            header: t("published"),
            align: "end",
            cell: (row) => <Quantity value={row.published} unit="none" />,
          },
          {
            key: "toSell",
            header: t("toSell"),
            align: "end",
            cell: (row) => <Quantity value={row.availableToSell} unit="none" />,
          },
          {
            key: "drift",
            header: t("drift"),
            align: "end",
            cell: (row) => (
              <span className={row.driftSince ? "font-medium text-at-risk-ink" : "text-muted"}>
                <Quantity value={row.drift} unit="none" signed />
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}
