"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmSheet } from "@/components/confirm-sheet";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { announce } from "@/components/live/announcer";
import type { LanePlan } from "@/db/queries/plan-by-lane";
import { linesOfOrder } from "@/lib/services/action/lines-of-order";
import type { ProposedShipment } from "@/lib/services/transfer-plan/read";
import { aboutMoney } from "../../decisions/_view/about-money";
import type { ShipmentAnswer } from "../actions";
import { fetchLane, isWhole } from "./use-all-lines";
import { type ApprovalProgress, useShipmentApproval } from "./use-shipment-approval";

/** What came of approving a lane. */
export type LaneAnswer = Extract<ShipmentAnswer, { kind: "done" }> & { lane: ProposedShipment };

interface ApproveLaneProps {
  lane: ProposedShipment;
  currency: string;
  /** The lane leaves the plan with its approval, so what is said about it stands elsewhere. */
  onDone: (answer: LaneAnswer) => void;
  /** Shown elsewhere too: the lane loses its place in the order of lanes while its lines leave. */
  onProgress: (progress: ApprovalProgress | null) => void;
}

/** Lines that the review names; a longer shipment is approved by its sums. */
const namedAtMost = 500;

/** Approves every open line of a lane. A review comes first where a line is left out, takes another lane too, or much is at stake. */
export function ApproveLane({ lane, currency, onDone, onProgress }: ApproveLaneProps) {
  const t = useTranslations("transfers.approve");
  const plan = useTranslations("transfers.plan");
  const router = useRouter();
  const format = useFormat();
  // Null: not asked for so far. A plan has dozens of lanes, and their sheets stay unmade until then.
  const [review, setReview] = useState<boolean | null>(null);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [read, setRead] = useState<LanePlan>(lane);
  const run = useShipmentApproval(lane.laneId, onProgress);
  const shown = isWhole(lane) ? lane : read;
  const open = shown.lines.filter((line) => line.state === "open");
  const blocked = shown.lines.filter((line) => line.state !== "open");
  const blockedCount = shown.lineCount - shown.openCount;
  const money = (minor: number) => aboutMoney(format, minor, currency);
  const label = (units: number, freightMinor: number) => t("button", { units, freight: money(freightMinor) });
  const needsReview = lane.openCount < lane.lineCount || lane.openTakesOthers;

  const fail = (message: string) => {
    setPending(false);
    setFailure(message);
    announce(message, "assertive");
  };
  const readLane = async (): Promise<LanePlan | null> => {
    const now = await fetchLane(lane.laneId, null).catch(() => null);
    if (now) setRead(now);
    return now;
  };
  const begin = async () => {
    setPending(true);
    setFailure(null);
    const now = isWhole(lane) || lane.lineCount > namedAtMost ? lane : await readLane();
    if (!now) {
      fail(plan("linesUnreachable"));
      return;
    }
    if (now === lane) setRead(lane);
    // What is planned by now is not what was shown: it is looked at first.
    if (needsReview || now.stamp !== lane.stamp) {
      setPending(false);
      setReview(true);
    } else await send(now, false);
  };
  const send = async (seen: LanePlan, reviewed: boolean) => {
    setPending(true);
    setFailure(null);
    const answer = await run(seen, reviewed, () => setReview(false));
    if (answer.kind === "failed") {
      setReview(false);
      fail(answer.message);
      return;
    }
    setPending(false);
    if (answer.kind === "review") {
      setReview(true);
      return;
    }
    if (answer.kind === "changed") {
      // Its new sums are shown, beside the sentence that says what they were.
      setReview((await readLane()) !== null);
      fail(answer.message);
      return;
    }
    setReview(false);
    announce(t("done", { count: answer.approved }));
    onDone({ ...answer, lane });
    router.refresh();
  };

  return (
    <>
      {lane.openCount === 0 ? (
        <p className="max-w-72 text-at-risk-ink">
          {t("allBlocked")}{" "}
          <AppLink href="/sync" className="underline underline-offset-2">
            {t("openSync")}
          </AppLink>
        </p>
      ) : (
        <Button variant="primary" needsConnection carriesOut pending={pending} onPress={() => void begin()}>
          {label(lane.openUnits, lane.openFreightMinor)}
        </Button>
      )}
      {failure ? (
        <p role="alert" className="w-full text-out-ink">
          {failure}
        </p>
      ) : null}
      {review === null ? null : (
        <ConfirmSheet
          open={review}
          onClose={() => setReview(false)}
          title={t("title", { origin: lane.originName, destination: lane.destinationName })}
          reason={t("reason", { orders: Math.ceil(shown.openCount / linesOfOrder) })}
          items={open.slice(0, namedAtMost).map((line) => ({
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
          itemCount={shown.openCount}
          exclusions={
            isWhole(shown) || blockedCount === 0
              ? blocked.map((line) => ({ label: line.skuCode, reason: t("blocked") }))
              : [{ label: t("countBlocked", { count: blockedCount }), reason: t("blocked") }]
          }
          exclusionCount={blockedCount}
          sums={[
            { label: t("sumUnits"), value: format.number(shown.openUnits) },
            { label: t("sumFreight"), value: money(shown.openFreightMinor) },
            { label: t("sumValue"), value: money(shown.openValueMinor) },
          ]}
          carriesOut
          confirmLabel={label(shown.openUnits, shown.openFreightMinor)}
          onConfirm={() => send(shown, true)}
        >
          {failure ? (
            <p role="status" className="text-out-ink">
              {failure}
            </p>
          ) : null}
        </ConfirmSheet>
      )}
    </>
  );
}
