"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Quantity } from "@/components/quantity";
import { SideSheet } from "@/components/side-sheet";
import { ToSell } from "@/components/to-sell";
import { LoadingBlock } from "@/components/unknown";
import type { ToSellSteps } from "@/lib/metrics/available-to-sell/steps";
import { toSellAction } from "../actions";

/** What can be sold; a press asks how it comes about and shows it. */
export function ToSellCell(props: {
  listingId: number;
  sku: string;
  channel: string;
  toSell: number | null;
}) {
  const t = useTranslations("inbox.toSell");
  const [steps, setSteps] = useState<ToSellSteps | null>(null);
  const [open, setOpen] = useState(false);
  const { run, error } = useAction(toSellAction, setSteps);
  const show = () => {
    setOpen(true);
    void run({ listingId: props.listingId });
  };
  const name = t("title", { sku: props.sku, channel: props.channel });
  return (
    <>
      <button
        type="button"
        className="explainable cursor-pointer rounded-chip"
        aria-description={name}
        onClick={(event) => {
          event.stopPropagation();
          show();
        }}
      >
        <Quantity value={props.toSell} unit="none" />
      </button>
      {open ? (
        <div className="text-left whitespace-normal">
          <SideSheet open onClose={() => setOpen(false)} title={name}>
            <ErrorNote error={error} />
            {steps ? <ToSell steps={steps} /> : error ? null : <LoadingBlock width={280} />}
          </SideSheet>
        </div>
      ) : null}
    </>
  );
}
