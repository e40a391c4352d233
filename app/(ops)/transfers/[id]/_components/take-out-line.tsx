"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { ConfirmSheet } from "@/components/confirm-sheet";
import { TextField } from "@/components/field";
import { announce } from "@/components/live/announcer";
import type { RestWithout } from "@/lib/services/transfer/rest";
import type { RestDetails } from "@/lib/services/transfer/take-out-line";
import { cancel, lookAtRest, takeOut } from "../../actions";
import { RestWarning } from "./rest-warning";

interface TakeOutLineProps {
  transferId: number;
  number: string;
  place: string;
  line: { lineNo: number; skuId: number; skuCode: string; quantity: number };
  /** Without it nothing is left of the order. */
  isLast: boolean;
}

const isRest = (details: unknown): details is RestDetails =>
  typeof details === "object" && details !== null && "kind" in details && details.kind === "rest";

/** Takes one line out of an order that was not sent, with a reason; it cannot be put back, so it is looked at first. */
export function TakeOutLine({ transferId, number, place, line, isLast }: TakeOutLineProps) {
  const t = useTranslations("transfers.takeOut");
  const cancelWords = useTranslations("transfers.cancel");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const { lineNo, skuId, skuCode: sku, quantity } = line;
  const send = useAction(takeOut, ({ state }) => {
    setOpen(false);
    announce(t(state === "cancelled" ? "cancelled" : "done", { number, sku }));
    router.refresh();
  });
  const [rest, setRest] = useState<RestWithout | null>(null);
  const look = useAction(lookAtRest, setRest);
  const cancelling = useAction(cancel, (undone) => {
    setOpen(false);
    announce(cancelWords(undone.state === "cancelled" ? "done" : "asked"));
    router.refresh();
  });
  const begin = async () => {
    setRest(null);
    setOpen(true);
    if (!isLast) await look.run({ transferId, lineNo });
  };
  const confirm = async () => {
    setMissing(!reason.trim());
    if (!reason.trim()) return;
    const result = await send.run({ transferId, lineNo, skuId, reason, anyway: rest !== null });
    if (!result.ok && isRest(result.error.details)) setRest(result.error.details.rest);
  };
  const label = rest ? t("rest.anyway", { sku }) : t(isLast ? "confirmLast" : "confirm", { number, sku });
  return (
    <>
      <Button size="sm" needsConnection label={t("buttonOf", { sku })} onPress={() => void begin()}>
        {t("button")}
      </Button>
      {/* The cell it stands in is aligned to the right. */}
      <div className="text-left">
        <ConfirmSheet
          open={open}
          onClose={() => setOpen(false)}
          title={t("title", { number, sku })}
          reason={t(isLast ? "textLast" : "text", { number, place })}
          items={[
            {
              id: sku,
              label: <span className="font-mono font-medium">{sku}</span>,
              detail: t("units", { quantity }),
            },
          ]}
          confirmLabel={label}
          tone="danger"
          onConfirm={confirm}
        >
          {rest ? (
            <RestWarning
              rest={rest}
              number={number}
              sku={sku}
              cancelling={cancelling.pending}
              onCancelAll={() => void cancelling.run({ transferId, ...(reason.trim() && { reason }) })}
              onKeep={() => setOpen(false)}
            />
          ) : null}
          <TextField
            name="reason"
            label={t("why")}
            required
            maxLength={500}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              setMissing(false);
            }}
            error={missing ? t("whyMissing") : send.error?.fieldErrors?.reason}
          />
          <ErrorNote error={(isRest(send.error?.details) ? null : send.error) ?? cancelling.error} />
        </ConfirmSheet>
      </div>
    </>
  );
}
