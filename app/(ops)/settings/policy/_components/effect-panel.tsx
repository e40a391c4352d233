"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { PolicyEffect, PolicyPreview } from "@/lib/services/policy/preview";

/** What is counted, in the order of the table; money in minor units of the company's currency. */
const figures: { key: keyof PolicyEffect; money?: boolean }[] = [
  { key: "outCount" },
  { key: "atRiskCount" },
  { key: "excessCount" },
  { key: "excessMinor", money: true },
  { key: "driftingListings" },
  { key: "shortageCount" },
  { key: "adPauseCount" },
  { key: "excessMoveCount" },
  { key: "blockedCount" },
  { key: "valueMinor", money: true },
];

/** The same counts under the rules in force and under the edited ones. */
export function EffectPanel({ preview, currency }: { preview: PolicyPreview; currency: string }) {
  const t = useTranslations("settings.policy");
  const format = useFormat();
  const print = (value: number, money: boolean | undefined, signed = false) =>
    money
      ? format.money(value, currency, { signed, precision: "whole", currencyDisplay: "symbol" })
      : format.number(value, { signed });
  const { sampledSkus, allSkus } = preview;
  return (
    <Panel
      title={t("effect")}
      subtitle={
        sampledSkus < allSkus
          ? t("effectSample", { sampled: sampledSkus, all: allSkus })
          : t("effectAll", { all: allSkus })
      }
      padded={false}
    >
      <SimpleTable
        caption={t("effect")}
        rows={figures}
        rowKey={(row) => row.key}
        columns={[
          { key: "figure", header: t("figure"), identity: true, cell: (row) => t(`effects.${row.key}`) },
          {
            key: "before",
            header: t("inForce"),
            align: "end",
            cell: (row) => print(preview.before[row.key], row.money),
          },
          {
            key: "after",
            header: t("edited"),
            align: "end",
            cell: (row) => print(preview.after[row.key], row.money),
          },
          {
            key: "change",
            header: t("change"),
            align: "end",
            cell: (row) => {
              const change = preview.after[row.key] - preview.before[row.key];
              return change === 0 ? <span className="text-muted">0</span> : print(change, row.money, true);
            },
          },
        ]}
      />
    </Panel>
  );
}
