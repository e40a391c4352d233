"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmSheet } from "@/components/confirm-sheet";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import type { LanePlan, LanePlanLine } from "@/db/queries/plan-by-lane";
import type { ProposedShipment } from "@/lib/services/transfer-plan/read";
import { aboutMoney } from "../../decisions/_view/about-money";
import { approveMany, type BulkAnswer } from "../../decisions/actions";
import { fetchLane, isWhole } from "./use-all-lines";

/** What came of approving a lane. */
export type LaneAnswer = Extract<BulkAnswer, { kind: "done" }> & { lane: ProposedShipment };

interface ApproveLaneProps {
  lane: ProposedShipment;
  currency: string;
  /** The lane leaves the plan with its approval, so what is said about it stands elsewhere. */
  onDone: (answer: LaneAnswer) => void;
}

/** Approves every open line of a lane. A review comes first where a line is left out, takes another lane too, or much is at stake. */
export function ApproveLane({ lane, currency, onDone }: ApproveLaneProps) {
  const t = useTranslations("transfers.approve");
  const plan = useTranslations("transfers.plan");
  const router = useRouter();
  const format = useFormat();
  const [review, setReview] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [read, setRead] = useState<LanePlan>(lane);
  const { lines } = isWhole(lane) ? lane : read;
  const open = lines.filter((line) => line.state === "open");
  const blocked = lines.filter((line) => line.state !== "open");
  const sum = (of: (line: LanePlanLine) => number) => open.reduce((total, line) => total + of(line), 0);
  const money = (minor: number) => aboutMoney(format, minor, currency);
  const label = (units: number, freightMinor: number) => t("button", { units, freight: money(freightMinor) });
  const needsReview = lane.openCount < lane.lineCount || lane.openTakesOthers;

  const fail = (message: string) => {
    setPending(false);
    setFailure(message);
    announce(message, "assertive");
  };
  const begin = async () => {
    setPending(true);
    setFailure(null);
    const whole = isWhole(lane) ? lane : await fetchLane(lane.laneId, null).catch(() => null);
    if (!whole) {
      fail(plan("linesUnreachable"));
      return;
    }
    setRead(whole);
    // What is planned by now is not what was shown: it is looked at first.
    if (needsReview || whole.stamp !== lane.stamp) {
      setPending(false);
      setReview(true);
    } else await send(whole.lines, false);
  };
  const send = async (all: LanePlanLine[], reviewed: boolean) => {
    setPending(true);
    setFailure(null);
    const result = await approveMany({
      items: all
        .filter((line) => line.state === "open")
        .map((line) => ({ id: line.recommendationId, version: line.version })),
      reviewed,
    }).catch(() => null);
    if (!result?.ok) {
      fail(result?.error.message ?? t("unreachable"));
      return;
    }
    setPending(false);
    if (result.data.kind === "review") {
      setReview(true);
      return;
    }
    setReview(false);
    announce(t("done", { count: result.data.done }));
    onDone({ ...result.data, lane: { ...lane, lines: all } });
    router.refresh();
  };

  return (
    <>
      <Button
        variant="primary"
        needsConnection
        carriesOut
        pending={pending}
        offReason={lane.openCount === 0 ? t("allBlocked") : null}
        onPress={() => void begin()}
      >
        {label(lane.openUnits, lane.openFreightMinor)}
      </Button>
      {failure ? (
        <p role="alert" className="w-full text-out-ink">
          {failure}
        </p>
      ) : null}
      <ConfirmSheet
        open={review}
        onClose={() => setReview(false)}
        title={t("title", { origin: lane.originName, destination: lane.destinationName })}
        reason={t("reason")}
        items={open.map((line) => ({
          id: `${line.recommendationId}`,
          label: (
            <>
              <span className="font-mono font-medium">{line.skuCode}</span> {line.skuTitle}
              {line.optionKey === "transfer:plan" ? (
                <span className="block text-caption text-muted">{t("alsoElsewhere")}</span>
              ) : null}
            </>
          ),
          detail: t("lineDetail", {
            units: line.quantityUnits,
            value: money(line.valueMinor),
          }),
        }))}
        exclusions={blocked.map((line) => ({ label: line.skuCode, reason: t("blocked") }))}
        sums={[
          { label: t("sumUnits"), value: format.number(sum((line) => line.quantityUnits)) },
          { label: t("sumFreight"), value: money(sum((line) => line.freightMinor)) },
          { label: t("sumValue"), value: money(sum((line) => line.valueMinor)) },
        ]}
        carriesOut
        confirmLabel={label(
          sum((line) => line.quantityUnits),
          sum((line) => line.freightMinor),
        )}
        onConfirm={() => send(lines, true)}
      />
    </>
  );
}
