import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { HoldoutRow, leftAloneNow } from "@/db/queries/holdout";
import type { HoldoutEstimate } from "@/lib/metrics/holdout/compute";
import { HoldoutSwitch } from "./holdout-switch";

type Item = Awaited<ReturnType<typeof leftAloneNow>>[number];

/** What items earned that were decided on, against items that were left alone by the draw. */
export function HoldoutPanel({
  holdout,
  estimate,
  items,
  currency,
  maySet,
  estimateKept,
}: {
  holdout: HoldoutRow | null;
  estimate: HoldoutEstimate | null;
  items: Item[];
  currency: string;
  maySet: boolean;
  /** What items earned is counted for now; of a past moment it is not kept. */
  estimateKept: boolean;
}) {
  const t = useTranslations("worth.holdout");
  const past = useTranslations("past");
  const format = useFormat();
  const running = holdout !== null && holdout.endedAt === null;
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol", signed: true });
  return (
    <Panel
      title={t("title")}
      subtitle={t("subtitle")}
      actions={maySet ? <HoldoutSwitch running={running} /> : null}
    >
      <div className="flex flex-col gap-2">
        <p>
          {holdout === null
            ? t("never")
            : holdout.periodEndsAt
              ? t("running", {
                  share: format.percent(holdout.share, { decimals: 0 }),
                  since: format.day(holdout.startedAt),
                  until: format.day(holdout.periodEndsAt),
                })
              : t("ended", {
                  from: format.day(holdout.startedAt),
                  to: format.day(holdout.endedAt ?? holdout.startedAt),
                })}
        </p>
        {holdout && !estimateKept ? <p className="text-muted">{past("effectNotKept")}</p> : null}
        {holdout && estimate ? (
          <p className="text-card font-medium">
            {estimate.effectMinor === null || estimate.lowMinor === null || estimate.highMinor === null
              ? t("tooFew", { treated: estimate.treated, heldOut: estimate.heldOut })
              : t("effect", {
                  effect: money(estimate.effectMinor),
                  range: format.moneyRange(estimate.lowMinor, estimate.highMinor, currency, {
                    currencyDisplay: "symbol",
                  }),
                  days: holdout.periodDays,
                  treated: estimate.treated,
                  heldOut: estimate.heldOut,
                })}
          </p>
        ) : null}
        <p className="text-caption text-muted">{t("caveat")}</p>
        {items.length > 0 ? (
          <SimpleTable<Item>
            caption={t("items")}
            rows={items}
            rowKey={(item) => item.skuCode}
            columns={[
              {
                key: "sku",
                header: t("sku"),
                identity: true,
                cell: (item) => (
                  <AppLink className="underline" href={`/inventory/${encodeURIComponent(item.skuCode)}`}>
                    {item.skuCode}
                  </AppLink>
                ),
              },
              { key: "title", header: t("product"), cell: (item) => item.skuTitle },
              { key: "what", header: t("what"), cell: () => t("leftAlone") },
              {
                key: "value",
                header: t("claimed"),
                align: "end",
                cell: (item) =>
                  format.money(item.valueMinor, currency, {
                    precision: "estimate",
                    currencyDisplay: "symbol",
                  }),
              },
            ]}
          />
        ) : null}
      </div>
    </Panel>
  );
}
