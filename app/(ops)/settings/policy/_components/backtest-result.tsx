"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LineChart } from "@/components/charts";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable } from "@/components/unknown";
import type { ValueRange } from "@/lib/metrics/value-range/compute";
import type { BacktestResult } from "@/lib/services/backtest/types";

/** What a policy would have done and been worth, beside what happened. */
export function BacktestResultPanels({
  result,
  finishedAt,
  limitMinutes,
}: {
  result: BacktestResult;
  /** When it was worked out, ISO; null: longer ago than the list goes back. */
  finishedAt: string | null;
  /** From which age on rules may not come into force with it any more. */
  limitMinutes: number;
}) {
  const t = useTranslations("authority.result");
  const kind = useTranslations("authority.kind");
  const format = useFormat();
  // All of it is estimated but for what was really spent.
  const money = (minor: number, signed = false) =>
    format.money(minor, result.currency, { signed, precision: "estimate", currencyDisplay: "symbol" });
  const fact = (minor: number) =>
    format.money(minor, result.currency, { precision: "whole", currencyDisplay: "symbol" });
  const range = ({ lowMinor, midMinor, highMinor }: ValueRange, signed = true) =>
    lowMinor === highMinor
      ? money(midMinor, signed)
      : t("range", {
          mid: money(midMinor, signed),
          range: format.moneyRange(lowMinor, highMinor, result.currency, { currencyDisplay: "symbol" }),
        });
  const valued = (kind: string, value: string): ReactNode =>
    valuedKinds.has(kind) ? value : <span className="text-muted">{t("notValued")}</span>;
  const { happened, notDone } = result;
  const facts = [
    { key: "transfers", policy: decisionsOf(result, "transfer"), really: happened.transfers },
    { key: "units", policy: unitsOf(result), really: happened.transferUnits },
    { key: "adPauses", policy: decisionsOf(result, "ad_pause"), really: happened.adPauses },
  ] as const;
  let sum = 0;
  const cumulated = result.days.map(({ day, valueMinor }) => {
    sum += valueMinor;
    return { x: day, y: sum };
  });
  return (
    <>
      <Panel
        id="result"
        title={t("title", { value: range(result.value) })}
        subtitle={t("subtitle", {
          from: format.day(result.fromDay),
          to: format.day(result.lastDay),
          until: format.day(result.untilAt.slice(0, 10)),
          sampled: result.sampledSkus,
          all: result.allSkus,
        })}
        padded={false}
      >
        <SimpleTable
          caption={t("byKind")}
          rows={result.kinds}
          rowKey={(row) => row.kind}
          empty={<p className="px-4 pb-4 text-muted">{t("nothing")}</p>}
          columns={[
            { key: "kind", header: t("kind"), identity: true, cell: (row) => kind(row.kind) },
            {
              key: "decisions",
              header: t("decisions"),
              align: "end",
              cell: (row) => format.number(row.decisions),
            },
            {
              key: "policy",
              header: t("byPolicy"),
              align: "end",
              cell: (row) => format.number(row.byPolicy),
            },
            {
              key: "second",
              header: t("bySecond"),
              align: "end",
              cell: (row) => format.number(row.bySecond),
            },
            {
              key: "saved",
              header: t("saved"),
              align: "end",
              cell: (row) => valued(row.kind, money(row.savedMinor)),
            },
            {
              key: "cost",
              header: t("cost"),
              align: "end",
              cell: (row) => (row.kind === "transfer" ? money(row.costMinor) : <NotApplicable />),
            },
            {
              key: "net",
              header: t("net"),
              align: "end",
              cell: (row) => valued(row.kind, range(row.value)),
            },
          ]}
        />
      </Panel>
      <div className="grid gap-3 lg:grid-cols-2">
        <Panel title={t("beside")} padded={false}>
          <SimpleTable
            caption={t("beside")}
            rows={[...facts]}
            rowKey={(row) => row.key}
            columns={[
              { key: "figure", header: t("figure"), identity: true, cell: (row) => t(`figures.${row.key}`) },
              {
                key: "policy",
                header: t("policy"),
                align: "end",
                cell: (row) => format.number(row.policy),
              },
              { key: "really", header: t("really"), align: "end", cell: (row) => format.number(row.really) },
            ]}
          />
          <ul className="flex flex-col gap-1 px-4 py-3">
            <li>{t("lost", { range: range(happened.lostSales, false) })}</li>
            <li>{t("wasted", { wasted: fact(happened.wastedMinor), spend: fact(happened.spendMinor) })}</li>
            <li>{t("itself", { range: range(result.byPolicy) })}</li>
            <li className="text-muted">{t("notDone", { ...notDone })}</li>
          </ul>
        </Panel>
        <LineChart
          title={t("chart")}
          subtitle={t("chartSub", { currency: result.currency })}
          summary={t("chartSummary", { value: money(sum, true) })}
          unit={{ currency: result.currency }}
          asOf={finishedAt}
          limitMinutes={limitMinutes}
          csvName="backtest"
          series={[
            { key: "policy", label: t("policy"), points: cumulated, step: true },
            {
              key: "lost",
              label: t("lostDay"),
              dashed: true,
              points: result.days.map(({ day, lostMinor }) => ({ x: day, y: lostMinor })),
            },
          ]}
        />
      </div>
      <Panel title={t("top")} padded={false}>
        <SimpleTable
          caption={t("top")}
          rows={result.top.slice(0, 20)}
          rowKey={(row) => `${row.at}:${row.skuCode}:${row.from}:${row.to}:${row.kind}`}
          empty={<p className="px-4 pb-4 text-muted">{t("nothing")}</p>}
          columns={[
            { key: "at", header: t("day"), cell: (row) => format.day(row.at.slice(0, 10)) },
            {
              key: "what",
              header: t("what"),
              identity: true,
              cell: (row) =>
                row.to
                  ? t("transfer", {
                      units: format.number(row.units),
                      sku: row.skuCode,
                      from: row.from ?? "",
                      to: row.to,
                    })
                  : t("other", { kind: kind(row.kind), sku: row.skuCode, name: row.from ?? "" }),
            },
            { key: "by", header: t("who"), cell: (row) => t(`by.${row.by}`) },
            { key: "value", header: t("net"), align: "end", cell: (row) => range(row.value) },
          ]}
        />
        <ul className="flex flex-col gap-1 px-4 py-3 text-caption text-muted">
          <li>{t("assumptions")}</li>
          {result.terms ? (
            <>
              <li>
                {t("terms", {
                  costThen: result.terms.costThen,
                  priceThen: result.terms.priceThen,
                  all: result.sampledSkus,
                })}
              </li>
              <li>{t(`lanes.${result.terms.lanesKept ? "kept" : "today"}`)}</li>
            </>
          ) : (
            <li>{t("termsToday")}</li>
          )}
        </ul>
      </Panel>
    </>
  );
}

/** Kinds whose worth a back-test works out; others are counted. */
const valuedKinds: ReadonlySet<string> = new Set(["transfer", "ad_pause"]);

const decisionsOf = ({ kinds }: BacktestResult, kind: BacktestResult["kinds"][number]["kind"]): number =>
  kinds.find((one) => one.kind === kind)?.decisions ?? 0;
const unitsOf = ({ kinds }: BacktestResult): number => kinds.reduce((sum, { units }) => sum + units, 0);
