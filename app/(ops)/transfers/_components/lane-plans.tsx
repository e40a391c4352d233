"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { ProgressBar } from "@/components/progress-bar";
import { RangeBar } from "@/components/range-bar";
import type { PlanGap } from "@/lib/services/transfer-plan/gaps";
import type { ClosedShipment, ProposedShipment } from "@/lib/services/transfer-plan/read";
import type { PlanChange, WhatIf } from "@/lib/services/transfer-plan/what-if";
import { aboutMoney } from "../../decisions/_view/about-money";
import { ApproveLane, type LaneAnswer } from "./approve-lane";
import { ClosedLanes } from "./closed-lanes";
import { LaneLines } from "./lane-lines";
import { PlanGaps } from "./plan-gaps";
import { ShipmentFacts } from "./shipment-facts";
import { TryChanges } from "./try-changes";
import type { ApprovalProgress } from "./use-shipment-approval";
import { WhatIfResult } from "./what-if-result";

/** What is proposed to move, by lane: worth on one scale for all lanes, freight, and what stays with the donor. */
export function LanePlans(props: {
  lanes: ProposedShipment[];
  closed: ClosedShipment[];
  gaps: PlanGap[];
  change: PlanChange;
  result: WhatIf | null;
  currency: string;
  mayApprove: boolean;
}) {
  const { lanes, closed, gaps, change, result, currency, mayApprove } = props;
  const t = useTranslations("transfers.plan");
  const [answers, setAnswers] = useState<LaneAnswer[]>([]);
  const [underWay, setUnderWay] = useState<({ lane: ProposedShipment } & ApprovalProgress)[]>([]);
  const scale = {
    min: Math.min(0, ...lanes.map((lane) => lane.valueLowMinor)),
    max: Math.max(0, ...lanes.map((lane) => lane.valueHighMinor)),
  };
  return (
    <div className="flex flex-col gap-3">
      {result ? <WhatIfResult result={result} currency={currency} /> : null}
      {underWay.map((one) => (
        <UnderWay key={one.lane.laneId} {...one} />
      ))}
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
          change={change}
          result={result}
          currency={currency}
          scale={scale}
          mayApprove={mayApprove}
          onProgress={(progress) =>
            setUnderWay((before) => [
              ...before.filter((one) => one.lane.laneId !== lane.laneId),
              ...(progress ? [{ lane, ...progress }] : []),
            ])
          }
          onDone={(answer) =>
            setAnswers((before) => [answer, ...before.filter((one) => one.lane.laneId !== lane.laneId)])
          }
        />
      ))}
      <ClosedLanes closed={closed} currency={currency} />
      <PlanGaps gaps={gaps} />
    </div>
  );
}

/** How far the approval of a lane is; it stands above the lanes, whose order changes meanwhile. */
function UnderWay({ lane, done, lines }: { lane: ProposedShipment } & ApprovalProgress) {
  const t = useTranslations("transfers");
  return (
    <section className="card flex flex-col gap-2 px-4 py-3">
      <p className="font-medium">
        {t("route", { origin: lane.originName, destination: lane.destinationName })}
      </p>
      <ProgressBar
        share={done / Math.max(1, lines)}
        label={t("approve.progressLabel")}
        text={t("approve.progress", { done, lines })}
      />
    </section>
  );
}

/** What was approved here and what was left out; it stays until the page is left. */
function Approved({ answer }: { answer: LaneAnswer }) {
  const t = useTranslations("transfers");
  const { lane, approved, units, orders, leftOut, leftOutCount } = answer;
  const format = useFormat();
  // The lane that was pressed may be far below, and is gone with its approval.
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section ref={section} tabIndex={-1} className="card scroll-mt-16 px-4 py-3 outline-none">
      <p>
        <span className="font-medium">
          {t("approve.doneOn", {
            lane: t("route", { origin: lane.originName, destination: lane.destinationName }),
            count: approved,
          })}
        </span>{" "}
        {orders.length > 0
          ? t("approve.orders", { numbers: format.list(orders.map(({ number }) => number)) })
          : null}{" "}
        {approved > 0 ? t("approve.onTheWay", { units }) : null}{" "}
        <AppLink href="/transfers?tab=way" className="underline underline-offset-2">
          {t("approve.show")}
        </AppLink>
      </p>
      {leftOut.length > 0 ? (
        <>
          <p className="pt-2 font-medium">{t("approve.leftOut", { count: leftOutCount })}</p>
          <ul>
            {leftOut.map((one) => (
              <li key={one.id}>
                <AppLink href={`/decisions?id=${one.id}`} className="font-mono underline underline-offset-2">
                  {one.skuCode ?? one.id}
                </AppLink>{" "}
                <span className="text-muted">{one.reason}</span>
              </li>
            ))}
            {leftOutCount > leftOut.length ? (
              <li className="text-muted">{t("approve.andMore", { count: leftOutCount - leftOut.length })}</li>
            ) : null}
          </ul>
        </>
      ) : null}
    </section>
  );
}

interface LaneProps {
  lane: ProposedShipment;
  change: PlanChange;
  result: WhatIf | null;
  currency: string;
  scale: { min: number; max: number };
  mayApprove: boolean;
  onDone: (answer: LaneAnswer) => void;
  onProgress: (progress: ApprovalProgress | null) => void;
}

function Lane({ lane, change, result, currency, scale, mayApprove, onDone, onProgress }: LaneProps) {
  const t = useTranslations("transfers");
  const format = useFormat();
  const range = format.moneyRange(lane.valueLowMinor, lane.valueHighMinor, currency, {
    currencyDisplay: "symbol",
  });
  const about = aboutMoney(format, lane.valueMinor, currency);
  const isPast = usePastMoment() !== null;
  const [isTrying, setTrying] = useState(
    change.forbid.includes(lane.laneId) ||
      [...change.leadDays, ...change.quantities].some(({ laneId }) => laneId === lane.laneId),
  );
  return (
    <Panel
      padded={false}
      title={t("route", { origin: lane.originName, destination: lane.destinationName })}
      subtitle={
        <>
          <ShipmentFacts lane={lane} currency={currency} />
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
          {isPast ? null : (
            <Button variant="ghost" aria-expanded={isTrying} onPress={() => setTrying(!isTrying)}>
              {t("whatIf.button")}
            </Button>
          )}
          {mayApprove ? (
            <ApproveLane lane={lane} currency={currency} onDone={onDone} onProgress={onProgress} />
          ) : null}
        </>
      }
    >
      {isTrying ? <TryChanges lane={lane} change={change} result={result} currency={currency} /> : null}
      <LaneLines lane={lane} currency={currency} />
    </Panel>
  );
}
