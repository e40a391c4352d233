"use client";

import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { WhatIf, WhatIfLine } from "@/lib/services/transfer-plan/what-if";
import type { WhatIfCover } from "@/lib/services/transfer-plan/what-if-cover";
import { aboutMoney } from "../../decisions/_view/about-money";

/** Changed lines that are shown. */
const linesShown = 20;

/** What the plan would come to with what is tried, beside what it comes to now. Nothing of it is stored. */
export function WhatIfResult({ result, currency }: { result: WhatIf; currency: string }) {
  const t = useTranslations("transfers.whatIf");
  const format = useFormat();
  const { lines, refused, passedOver, leftOut } = result;
  const money = (minor: number) => aboutMoney(format, minor, currency);
  return (
    <Panel
      title={t("title")}
      subtitle={t("stored")}
      actions={
        <AppLink href={"/transfers" as Route} className="underline underline-offset-2">
          {t("clear")}
        </AppLink>
      }
      padded={false}
    >
      <div className="flex flex-col gap-1 px-4 pb-3" role="status">
        <WhatIfSum result={result} currency={currency} />
        {refused.map(({ skuCode, violation }) => (
          <p key={`${skuCode}:${violation.code}`} className="text-at-risk-ink">
            <Refusal skuCode={skuCode} violation={violation} />
          </p>
        ))}
        {passedOver.length > 0 ? (
          <p className="text-at-risk-ink">
            {t("passedOver", { count: passedOver.length, words: format.list(passedOver) })}
          </p>
        ) : null}
        {leftOut > 0 ? <p className="text-muted">{t("leftOut", { count: leftOut })}</p> : null}
      </div>
      {lines.length > 0 ? (
        <SimpleTable<WhatIfLine>
          caption={t("lines")}
          rows={lines.slice(0, linesShown)}
          rowKey={(line) => `${line.skuId}:${line.laneId}`}
          columns={[
            {
              key: "sku",
              header: t("sku"),
              identity: true,
              widthPx: 128,
              cell: (line) => <span className="font-mono whitespace-nowrap">{line.skuCode}</span>,
            },
            {
              key: "lane",
              header: t("lane"),
              cell: (line) => (
                <span className="whitespace-nowrap">
                  {line.originCode} → {line.destinationCode}
                </span>
              ),
            },
            {
              key: "units",
              header: t("unitsHead"),
              align: "end",
              cell: (line) => (
                <FromTo before={format.number(line.unitsBefore)} after={format.number(line.unitsAfter)} />
              ),
            },
            {
              key: "origin",
              header: t("originCover"),
              align: "end",
              cell: (line) => <Cover cover={line.origin} />,
            },
            {
              key: "destination",
              header: t("destinationCover"),
              align: "end",
              cell: (line) => <Cover cover={line.destination} />,
            },
            {
              key: "value",
              header: t("value"),
              align: "end",
              cell: (line) => (
                <FromTo before={money(line.valueBeforeMinor)} after={money(line.valueAfterMinor)} />
              ),
            },
          ]}
        />
      ) : null}
      {lines.length > linesShown ? (
        <p className="border-t border-border px-4 py-1.5 text-muted">
          {t("moreLines", { count: lines.length - linesShown })}
        </p>
      ) : null}
    </Panel>
  );
}

/** What it comes to in money and units, with and without what is tried. */
export function WhatIfSum({ result: { before, after }, currency }: { result: WhatIf; currency: string }) {
  const t = useTranslations("transfers.whatIf");
  const format = useFormat();
  const gain = after.valueMinor - before.valueMinor;
  const money = (minor: number) => aboutMoney(format, minor, currency);
  const change = format.money(gain, currency, {
    currencyDisplay: "symbol",
    precision: "whole",
    signed: true,
  });
  return (
    <>
      <p className="text-card">
        {t("worth", { before: money(before.valueMinor), after: money(after.valueMinor) })}{" "}
        <span className={gain === 0 ? "text-muted" : gain > 0 ? "text-gain" : "text-loss"}>{change}</span>
      </p>
      <p className="text-muted">
        {t("sums", {
          unitsBefore: before.units,
          unitsAfter: after.units,
          freightBefore: money(before.freightMinor),
          freightAfter: money(after.freightMinor),
        })}
      </p>
    </>
  );
}

/** A figure as it is and as it would be. */
function FromTo({ before, after }: { before: string; after: string }) {
  const t = useTranslations("transfers.whatIf");
  if (before === after) return <span className="whitespace-nowrap">{after}</span>;
  return (
    <span className="whitespace-nowrap">
      <span className="text-muted">{before}</span>
      <span aria-hidden="true"> → </span>
      <span className="sr-only">{t("becomes")}</span>
      <span className="font-medium">{after}</span>
    </span>
  );
}

function Cover({ cover }: { cover: WhatIfCover }) {
  const t = useTranslations("transfers.whatIf");
  const format = useFormat();
  if (cover.beforeDays === null || cover.afterDays === null)
    return <span className="text-muted">{t("noDemand")}</span>;
  return <FromTo before={format.days(cover.beforeDays)} after={format.days(cover.afterDays)} />;
}

function Refusal({ skuCode, violation }: WhatIf["refused"][number]) {
  const t = useTranslations("transfers.whatIf.refused");
  switch (violation.code) {
    case "not_whole_packs":
      return t("packs", { sku: skuCode, units: violation.packUnits });
    case "below_minimum":
      return t("least", { sku: skuCode, units: violation.leastUnits });
    case "above_maximum":
      return t("most", { sku: skuCode, units: violation.mostUnits });
    case "more_than_spare":
      return t("spare", { sku: skuCode, units: violation.spareUnits });
    case "lane_not_usable":
      return t("lane", { sku: skuCode });
  }
}
