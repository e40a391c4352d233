import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Money } from "@/components/money";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import type { SkuHead } from "@/db/queries/sku-page";
import { decimalToMinor } from "@/lib/core/money";

/** The catalogue's facts; what is not known says so. */
export function SkuFacts({ sku }: { sku: SkuHead }) {
  const t = useTranslations("sku.facts");
  const money = (decimal: string | null) => (
    <Money
      value={
        decimal === null ? null : { minor: decimalToMinor(decimal, sku.currency), currency: sku.currency }
      }
    />
  );
  const facts: [string, ReactNode][] = [
    [
      "title",
      <span key="title" lang={sku.titleLang ?? undefined}>
        {sku.title}
      </span>,
    ],
    ["brand", sku.brand],
    ["category", sku.category],
    ["barcode", sku.barcode],
    ["price", money(sku.price)],
    ["unitCost", money(sku.unitCost)],
    ["pack", <Quantity key="pack" value={sku.packSize} />],
    ["lifecycle", t(`lifecycles.${sku.lifecycle}` as "lifecycles.active")],
    [
      "handling",
      [sku.hazmat && t("hazmat"), sku.coldChain && t("coldChain")].filter(Boolean).join(" · ") ||
        t("ordinary"),
    ],
  ];
  return (
    <Panel title={t("heading")} subtitle={sku.simulated ? t("simulated") : undefined}>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
        {facts.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-muted">{t(key as "title")}</dt>
            <dd className="min-w-0 break-words">
              {value ?? <span className="text-muted">{t("notGiven")}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
