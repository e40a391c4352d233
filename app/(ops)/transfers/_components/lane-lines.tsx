"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionState } from "@/components/action-state";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import { NotKept } from "@/components/past/not-kept";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable, Unknown } from "@/components/unknown";
import type { LanePlan, LanePlanLine } from "@/db/queries/plan-by-lane";
import { aboutMoney } from "../../decisions/_view/about-money";
import { linesAtFirst } from "../what-if";
import { useAllLines } from "./use-all-lines";
import { useLineReason } from "./use-line-reason";

/** A shipment may have thousands of lines: so many are drawn at once. */
const linesAtOnce = 50;

/** What would go by one shipment: each line with why it moves and what stays with the donor. */
export function LaneLines({ lane, currency }: { lane: LanePlan; currency: string }) {
  const t = useTranslations("transfers.plan");
  const format = useFormat();
  const name = `${lane.originCode} → ${lane.destinationCode}`;
  const [wantsAll, setWantsAll] = useState(lane.lineCount <= linesAtFirst);
  const [most, setMost] = useState(linesAtOnce);
  const { lines, pending, failed, again } = useAllLines(lane, wantsAll);
  const all = wantsAll && lines !== null;
  const rows = all ? lines.slice(0, most) : lane.lines.slice(0, linesAtFirst);
  const reasonOf = useLineReason(lane);
  const reasons = new Map(rows.map((line) => [line, reasonOf(line.reason)]));
  const table = (
    <SimpleTable<LanePlanLine>
      caption={t("linesOf", { lane: name })}
      rows={rows}
      rowKey={(line) => `${line.recommendationId}:${line.optionKey}`}
      columns={[
        {
          key: "sku",
          widthPx: 104,
          header: t("sku"),
          identity: true,
          cell: (line) => (
            <span className="block max-sm:py-1.5">
              <AppLink
                className="font-mono whitespace-nowrap underline underline-offset-2"
                href={`/decisions?id=${line.recommendationId}`}
              >
                {line.skuCode}
              </AppLink>
              <span className="block text-caption font-normal text-muted sm:hidden">{reasons.get(line)}</span>
            </span>
          ),
        },
        {
          key: "title",
          notOnPhone: true,
          header: t("product"),
          cell: (line) => (
            <span className="line-clamp-1" title={line.skuTitle}>
              {line.skuTitle}
            </span>
          ),
        },
        {
          key: "reason",
          notOnPhone: true,
          header: t("reason"),
          cell: (line) => <span className="whitespace-nowrap">{reasons.get(line)}</span>,
        },
        {
          key: "units",
          widthPx: 112,
          header: t("units"),
          align: "end",
          cell: (line) => (
            <span className="whitespace-nowrap">
              <Quantity value={line.quantityUnits} unit="none" />{" "}
              <span className="text-muted max-sm:block max-sm:text-caption">
                {line.packSizeUnits > 1
                  ? t("packs", { count: line.quantityUnits / line.packSizeUnits })
                  : null}
              </span>
            </span>
          ),
        },
        {
          key: "donor",
          notOnPhone: true,
          widthPx: 128,
          header: t("leaves", { place: lane.originCode }),
          align: "end",
          cell: (line) =>
            line.donorUnitsAfter === null ? (
              <NotKept otherwise={<Unknown />} />
            ) : (
              <span className="whitespace-nowrap">
                <Quantity value={line.donorUnitsAfter} unit="none" />{" "}
                <span className="text-muted">
                  {line.donorCoverDaysAfter === null
                    ? t("noDemand")
                    : t("coverAfter", { days: format.days(Math.max(0, line.donorCoverDaysAfter)) })}
                </span>
              </span>
            ),
        },
        {
          key: "freight",
          notOnPhone: true,
          widthPx: 88,
          header: t("freight"),
          align: "end",
          cell: (line) => <Money value={{ minor: line.freightMinor, currency }} currencyDisplay="symbol" />,
        },
        {
          key: "value",
          widthPx: 168,
          header: t("value"),
          align: "end",
          cell: (line) => (
            <span className="whitespace-nowrap">
              {aboutMoney(format, line.valueMinor, currency)}{" "}
              <span className="text-muted max-sm:block max-sm:text-caption">
                (
                {format.moneyRange(line.valueLowMinor, line.valueHighMinor, currency, {
                  currencyDisplay: "symbol",
                })}
                )
              </span>
            </span>
          ),
        },
        ...(lane.openCount < lane.lineCount
          ? [
              {
                key: "state",
                header: t("state"),
                cell: (line: LanePlanLine) =>
                  line.state === "blocked" ? <ActionState state="blocked" /> : <NotApplicable />,
              },
            ]
          : []),
      ]}
    />
  );
  const left = lane.lineCount - rows.length;
  const step = all ? Math.min(left, linesAtOnce) : linesAtOnce - rows.length;
  const press = () => {
    if (all) setMost(most + linesAtOnce);
    else if (failed) again();
    else setWantsAll(true);
  };
  return (
    <>
      {table}
      {left > 0 ? (
        <p className="border-t border-border px-3 py-1.5">
          <Button size="sm" variant="ghost" pending={pending} onPress={press}>
            {lane.lineCount > linesAtOnce
              ? t("moreLines", { count: left, step })
              : t("allLines", { count: lane.lineCount })}
          </Button>
          {failed ? (
            <span role="alert" className="text-out-ink">
              {t("linesUnreachable")}
            </span>
          ) : null}
        </p>
      ) : null}
    </>
  );
}
