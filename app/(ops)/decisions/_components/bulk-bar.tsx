"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmSheet } from "@/components/confirm-sheet";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { StoppedNote } from "@/components/standstill";
import { aboutMoney } from "../_view/about-money";
import type { QueueItem } from "../_view/queue-item";
import { approveMany, type BulkAnswer } from "../actions";
import { LeftOutSheet } from "./left-out-sheet";

interface BulkBarProps {
  items: QueueItem[];
  currency: string;
  /** The way to all that match, where there are more than are selected. */
  all: { label: string; onTake: () => void } | null;
  onClear: () => void;
  onDone: (ids: number[]) => void;
}

type Done = Extract<BulkAnswer, { kind: "done" }>;

/** What is selected, its sum, and the approval of all of it. A review comes first where something is left out or much is at stake. */
export function BulkBar({ items, currency, all, onClear, onDone }: BulkBarProps) {
  const t = useTranslations("decisions.bulk");
  const why = useTranslations("decisions.leftOut");
  const format = useFormat();
  const [review, setReview] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Done | null>(null);
  const able = items.filter((item) => item.bulk === "yes");
  const others = items.filter((item) => item.bulk !== "yes");
  const sum = (of: (item: QueueItem) => number) => able.reduce((total, item) => total + of(item), 0);
  const money = (minor: number) => aboutMoney(format, minor, currency);
  const units = sum((item) => item.units);
  const nameOf = (id: number) => {
    const item = items.find((one) => one.id === id);
    return item ? `${item.code} ${item.short}` : String(id);
  };

  const send = async (reviewed: boolean) => {
    setPending(true);
    setFailure(null);
    const result = await approveMany({
      items: able.map(({ id, version }) => ({ id, version })),
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
    const { done, leftOut } = result.data;
    announce(t("done", { count: done }));
    if (leftOut.length > 0) setAnswer(result.data);
    else onDone(able.map((item) => item.id));
  };
  const press = () => (others.length > 0 ? setReview(true) : void send(false));
  const confirmLabel = t("confirm", { count: able.length, value: money(sum((item) => item.valueMinor)) });

  return (
    <div className="flex flex-col gap-2 border-b border-border px-3 py-2">
      <p className="flex items-baseline gap-2">
        <span className="font-medium">{t("selected", { count: items.length })}</span>
        <span className="ml-auto text-muted">
          {t("worth", { value: money(sum((item) => item.valueMinor)) })}
        </span>
      </p>
      <StoppedNote />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          needsConnection
          carriesOut
          pending={pending}
          offReason={able.length === 0 ? t("noneAble") : null}
          onPress={press}
        >
          {t("approve", { count: able.length })}
        </Button>
        <Button variant="ghost" onPress={onClear}>
          {t("clear")}
        </Button>
      </div>
      {all ? (
        <div className="-mx-2.5">
          <Button variant="ghost" size="sm" onPress={all.onTake}>
            {all.label}
          </Button>
        </div>
      ) : null}
      {failure ? (
        <p role="alert" className="text-out-ink">
          {failure}
        </p>
      ) : null}
      <ConfirmSheet
        open={review}
        onClose={() => setReview(false)}
        title={t("reviewTitle", { count: able.length })}
        reason={t("reviewReason")}
        items={able.map((item) => ({
          id: String(item.id),
          label: (
            <>
              <span className="font-mono font-medium">{item.code}</span> {item.short}
            </>
          ),
          detail: `${item.button} · ${money(item.valueMinor)}`,
        }))}
        exclusions={others.map((item) => ({
          label: `${item.code} ${item.short}`,
          reason: why(item.bulk),
        }))}
        sums={[
          { label: t("sumValue"), value: money(sum((item) => item.valueMinor)) },
          { label: t("sumCost"), value: money(sum((item) => item.costMinor)) },
          ...(units > 0 ? [{ label: t("sumUnits"), value: format.number(units) }] : []),
        ]}
        carriesOut
        confirmLabel={confirmLabel}
        onConfirm={() => send(true)}
      />
      <LeftOutSheet
        approved={answer?.done ?? 0}
        leftOut={answer?.leftOut.map((one) => ({ ...one, name: nameOf(one.id) })) ?? null}
        onClose={() => {
          if (answer) onDone(able.map((item) => item.id));
          setAnswer(null);
        }}
      />
    </div>
  );
}
