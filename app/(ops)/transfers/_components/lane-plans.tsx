"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionState } from "@/components/action-state";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { RangeBar } from "@/components/range-bar";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable, Unknown } from "@/components/unknown";
import type { LanePlan, LanePlanLine } from "@/db/queries/transfers";
import { aboutMoney } from "../../decisions/_view/about-money";
import { ApproveLane, type LaneAnswer } from "./approve-lane";

/** Lines of a lane that are shown until a reader asks for the others; the most valuable come first. */
const linesAtFirst = 5;

/** What is proposed to move, by lane: worth on one scale for all lanes, freight, and what stays with the donor. */
export function LanePlans(props: { lanes: LanePlan[]; currency: string; mayApprove: boolean }) {
  const { lanes, currency, mayApprove } = props;
  const t = useTranslations("transfers.plan");
  const [answers, setAnswers] = useState<LaneAnswer[]>([]);
  const scale = {
    min: Math.min(0, ...lanes.map((lane) => lane.valueLowMinor)),
    max: Math.max(0, ...lanes.map((lane) => lane.valueHighMinor)),
  };
  return (
    <div className="flex flex-col gap-3">
      {answers.map((answer) => (
        <Approved key={answer.lane.laneId} answer={answer} />
      ))}
      {lanes.length === 0 ? (
        <div className="card p-0">
          <EmptyState kind="allDone" title={t("empty")} text={t("emptyText")} />
        </div>
      ) : null}
      {lanes.map((lane) => (
        <Lane
          key={lane.laneId}
          lane={lane}
          currency={currency}
          scale={scale}
          mayApprove={mayApprove}
          onDone={(answer) =>
            setAnswers((before) => [answer, ...before.filter((one) => one.lane.laneId !== lane.laneId)])
          }
        />
      ))}
    </div>
  );
}

/** What was approved here and what was left out; it stays until the page is left. */
function Approved({ answer }: { answer: LaneAnswer }) {
  const t = useTranslations("transfers");
  const { lane, done, units, leftOut } = answer;
  const nameOf = (id: number) =>
    lane.lines.find((line) => line.recommendationId === id)?.skuCode ?? String(id);
  return (
    <section className="card px-4 py-3">
      <p>
        <span className="font-medium">
          {t("route", { origin: lane.originName, destination: lane.destinationName })}:{" "}
          {t("approve.done", { count: done })}.
        </span>{" "}
        {done > 0 ? t("approve.onTheWay", { units }) : null}{" "}
        <AppLink href="/transfers?tab=way" className="underline underline-offset-2">
          {t("approve.show")}
        </AppLink>
      </p>
      {leftOut.length > 0 ? (
        <>
          <p className="pt-2 font-medium">{t("approve.leftOut", { count: leftOut.length })}</p>
          <ul>
            {leftOut.map((one) => (
              <li key={one.id}>
                <AppLink href={`/decisions?id=${one.id}`} className="font-mono underline underline-offset-2">
                  {nameOf(one.id)}
                </AppLink>{" "}
                <span className="text-muted">{one.reason}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

interface LaneProps {
  lane: LanePlan;
  currency: string;
  scale: { min: number; max: number };
  mayApprove: boolean;
  onDone: (answer: LaneAnswer) => void;
}

function Lane({ lane, currency, scale, mayApprove, onDone }: LaneProps) {
  const t = useTranslations("transfers");
  const format = useFormat();
  const days = Number(lane.leadTimeDays);
  const range = format.moneyRange(lane.valueLowMinor, lane.valueHighMinor, currency, {
    currencyDisplay: "symbol",
  });
  const about = aboutMoney(format, lane.valueMinor, currency);
  return (
    <Panel
      padded={false}
      title={t("route", { origin: lane.originName, destination: lane.destinationName })}
      subtitle={
        <>
          {t("plan.laneFacts", {
            lines: lane.lines.length,
            units: lane.units,
            days,
            freight: aboutMoney(format, lane.freightMinor, currency),
          })}
          <span className="block sm:hidden">{t("plan.worth", { about, range })}</span>
        </>
      }
      actions={
        <>
          <span className="flex items-center gap-2 max-sm:hidden">
            <RangeBar
              low={lane.valueLowMinor}
              mid={lane.valueMinor}
              high={lane.valueHighMinor}
              scaleMin={scale.min}
              scaleMax={scale.max}
              label={t("plan.worth", { about, range })}
            />
            <span aria-hidden="true" className="whitespace-nowrap">
              <span className="font-medium">{about}</span> <span className="text-muted">({range})</span>
            </span>
          </span>
          {mayApprove ? <ApproveLane lane={lane} currency={currency} onDone={onDone} /> : null}
        </>
      }
    >
      <LaneLines lane={lane} currency={currency} />
    </Panel>
  );
}

function LaneLines({ lane, currency }: { lane: LanePlan; currency: string }) {
  const t = useTranslations("transfers.plan");
  const format = useFormat();
  const name = `${lane.originCode} → ${lane.destinationCode}`;
  const [all, setAll] = useState(lane.lines.length <= linesAtFirst);
  const rows = all ? lane.lines : lane.lines.slice(0, linesAtFirst);
  const table = (
    <SimpleTable<LanePlanLine>
      caption={t("linesOf", { lane: name })}
      rows={rows}
      rowKey={(line) => `${line.recommendationId}:${line.optionKey}`}
      columns={[
        {
          key: "sku",
          widthPx: 128,
          header: t("sku"),
          identity: true,
          cell: (line) => (
            <AppLink
              className="font-mono whitespace-nowrap underline underline-offset-2"
              href={`/decisions?id=${line.recommendationId}`}
            >
              {line.skuCode}
            </AppLink>
          ),
        },
        {
          key: "title",
          header: t("product"),
          cell: (line) => <span className="line-clamp-1">{line.skuTitle}</span>,
        },
        {
          key: "units",
          widthPx: 160,
          header: t("units"),
          align: "end",
          cell: (line) => (
            <span className="whitespace-nowrap">
              <Quantity value={line.quantityUnits} unit="none" />{" "}
              <span className="text-muted">
                {line.packSizeUnits > 1
                  ? t("packs", { count: line.quantityUnits / line.packSizeUnits })
                  : null}
              </span>
            </span>
          ),
        },
        {
          key: "donor",
          widthPx: 176,
          header: t("leaves", { place: lane.originCode }),
          align: "end",
          cell: (line) =>
            line.donorUnitsAfter === null ? (
              <Unknown />
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
          widthPx: 112,
          header: t("freight"),
          align: "end",
          cell: (line) => <Money value={{ minor: line.freightMinor, currency }} currencyDisplay="symbol" />,
        },
        {
          key: "value",
          widthPx: 232,
          header: t("value"),
          align: "end",
          cell: (line) => (
            <span className="whitespace-nowrap">
              {aboutMoney(format, line.valueMinor, currency)}{" "}
              <span className="text-muted">
                (
                {format.moneyRange(line.valueLowMinor, line.valueHighMinor, currency, {
                  currencyDisplay: "symbol",
                })}
                )
              </span>
            </span>
          ),
        },
        ...(lane.lines.some((line) => line.state === "blocked")
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
  return (
    <>
      {table}
      {all ? null : (
        <p className="border-t border-border px-3 py-1.5">
          <Button size="sm" variant="ghost" onPress={() => setAll(true)}>
            {t("allLines", { count: lane.lines.length })}
          </Button>
        </p>
      )}
    </>
  );
}
