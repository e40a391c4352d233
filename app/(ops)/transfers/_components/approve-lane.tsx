"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmSheet } from "@/components/confirm-sheet";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import type { LanePlanLine } from "@/db/queries/transfers";
import type { ProposedShipment } from "@/lib/services/transfer-plan/read";
import { aboutMoney } from "../../decisions/_view/about-money";
import { approveMany, type BulkAnswer } from "../../decisions/actions";

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
  const router = useRouter();
  const format = useFormat();
  const [review, setReview] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const open = lane.lines.filter((line) => line.state === "open");
  const blocked = lane.lines.filter((line) => line.state !== "open");
  const sum = (of: (line: LanePlanLine) => number) => open.reduce((total, line) => total + of(line), 0);
  const units = sum((line) => line.quantityUnits);
  const freight = aboutMoney(
    format,
    sum((line) => line.freightMinor),
    currency,
  );
  const needsReview = blocked.length > 0 || open.some((line) => line.optionKey === "transfer:plan");

  const send = async (reviewed: boolean) => {
    setPending(true);
    setFailure(null);
    const result = await approveMany({
      items: open.map((line) => ({ id: line.recommendationId, version: line.version })),
      reviewed,
    }).catch(() => null);
    setPending(false);
    if (!result?.ok) {
      const message = result?.error.message ?? t("unreachable");
      setFailure(message);
      announce(message, "assertive");
      return;
    }
    if (result.data.kind === "review") {
      setReview(true);
      return;
    }
    setReview(false);
    announce(t("done", { count: result.data.done }));
    onDone({ ...result.data, lane });
    router.refresh();
  };

  return (
    <>
      <Button
        variant="primary"
        needsConnection
        carriesOut
        pending={pending}
        offReason={open.length === 0 ? t("allBlocked") : null}
        onPress={() => (needsReview ? setReview(true) : void send(false))}
      >
        {t("button", { units, freight })}
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
            value: aboutMoney(format, line.valueMinor, currency),
          }),
        }))}
        exclusions={blocked.map((line) => ({ label: line.skuCode, reason: t("blocked") }))}
        sums={[
          { label: t("sumUnits"), value: format.number(units) },
          { label: t("sumFreight"), value: freight },
          {
            label: t("sumValue"),
            value: aboutMoney(
              format,
              sum((line) => line.valueMinor),
              currency,
            ),
          },
        ]}
        carriesOut
        confirmLabel={t("button", { units, freight })}
        onConfirm={() => send(true)}
      />
    </>
  );
}
