"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { SideSheet } from "@/components/side-sheet";
import { StoppedNote } from "@/components/standstill";

export interface ConfirmSheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Why a review comes first: it cannot be undone, there are many, or much money. */
  reason?: string;
  items: { id: string; label: ReactNode; detail?: ReactNode }[];
  /** How many it is about in all, where `items` names only some. */
  itemCount?: number;
  /** Items left out, each with why. */
  exclusions?: { label: string; reason: string }[];
  /** How many are left out in all, where a line of `exclusions` stands for several. */
  exclusionCount?: number;
  /** Sums, one line a currency or unit. */
  sums?: { label: string; value: ReactNode }[];
  /** Carries the count and the sum: "Transfer 420 units, US$310". */
  confirmLabel: string;
  /** "danger" for what cannot be undone. */
  tone?: "primary" | "danger";
  /** Off while everything stands still: confirming it would approve or send something. */
  carriesOut?: boolean;
  onConfirm: () => void | Promise<void>;
  /** Extra content, for example a reason to choose. */
  children?: ReactNode;
}

/** The review sheet that comes before what cannot be undone, more than 20 items, or much money. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const {
    open,
    onClose,
    title,
    reason,
    items,
    itemCount = items.length,
    exclusions,
    exclusionCount = exclusions?.length ?? 0,
    sums,
    confirmLabel,
    tone = "primary",
    carriesOut,
    onConfirm,
    children,
  } = props;
  const t = useTranslations("common");
  const format = useFormat();
  const [pending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
    } finally {
      setPending(false);
    }
  };
  const foot = (
    <>
      {carriesOut ? <StoppedNote /> : null}
      <Button variant={tone} pending={pending} needsConnection carriesOut={carriesOut} onPress={confirm}>
        {confirmLabel}
      </Button>
      <Button onPress={onClose}>{t("cancel")}</Button>
    </>
  );
  return (
    <SideSheet open={open} onClose={onClose} title={title} foot={foot} widthPx={520}>
      <div className="flex flex-col gap-4">
        {reason ? <p>{reason}</p> : null}
        {sums?.length ? (
          <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
            {sums.map((sum) => (
              <div key={sum.label} className="col-span-2 grid grid-cols-subgrid">
                <dt className="text-muted">{sum.label}</dt>
                <dd className="text-right font-medium">{sum.value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {children}
        <section>
          <h3 className="pb-1 text-caption font-medium text-muted">{t("itemCount", { count: itemCount })}</h3>
          <ul className="divide-y divide-border border-y border-border">
            {items.map((item) => (
              <li key={item.id} className="flex justify-between gap-4 py-1.5">
                <span>{item.label}</span>
                <span className="text-right text-muted">{item.detail}</span>
              </li>
            ))}
            {itemCount > items.length ? (
              <li className="py-1.5 text-muted">
                {t("andMore", {
                  count: itemCount - items.length,
                  figure: format.number(itemCount - items.length),
                })}
              </li>
            ) : null}
          </ul>
        </section>
        {exclusions?.length ? (
          <section>
            <h3 className="pb-1 text-caption font-medium text-muted">
              {t("leftOut", { count: exclusionCount })}
            </h3>
            <ul className="divide-y divide-border border-y border-border">
              {exclusions.map((exclusion) => (
                <li key={exclusion.label} className="py-1.5">
                  {exclusion.label} <span className="text-muted">{exclusion.reason}</span>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </SideSheet>
  );
}
