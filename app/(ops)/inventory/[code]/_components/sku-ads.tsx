import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { Money } from "@/components/money";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { SkuAd } from "@/db/queries/sku-page";

/** The SKU's ads and what they spent in the last seven days. */
export function SkuAds({ ads, currency }: { ads: SkuAd[]; currency: string }) {
  const t = useTranslations("sku.ads");
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
      <SimpleTable<SkuAd>
        caption={t("title")}
        rows={ads}
        rowKey={(ad) => String(ad.id)}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        columns={[
          { key: "campaign", header: t("campaign"), identity: true, cell: (ad) => ad.campaignName },
          {
            key: "state",
            header: t("state"),
            cell: (ad) =>
              ad.pausedByUs
                ? t("pausedByUs")
                : t(`states.${ad.state === "enabled" ? ad.campaignState : ad.state}` as "states.enabled"),
          },
          {
            key: "spend",
            header: t("spend"),
            align: "end",
            cell: (ad) => <Money value={{ minor: ad.spend7Minor, currency }} />,
          },
          {
            key: "wasted",
            header: t("wasted"),
            align: "end",
            cell: (ad) => <Money value={{ minor: ad.wasted7Minor, currency }} />,
          },
          {
            key: "sales",
            header: t("sales"),
            align: "end",
            cell: (ad) => <Money value={{ minor: ad.sales7Minor, currency }} />,
          },
        ]}
      />
    </Panel>
  );
}
