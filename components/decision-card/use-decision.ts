"use client";

import { useState } from "react";
import { announce } from "@/components/live/announcer";
import { bestOption, withRepriced } from "./scale";
import type {
  ActionOutcome,
  DecisionCallbacks,
  DecisionConflict,
  DecisionOption,
  DecisionView,
} from "./types";

type Doing = "takeBack" | "approve" | "reject" | "snooze" | "undo" | "reprice";

/** Everything about one open card that is not drawing: the option chosen, what is under way, the last answer. */
export function useDecision(view: DecisionView, on: DecisionCallbacks) {
  const [shown, setShown] = useState(view);
  const [optionId, setOptionId] = useState(() => bestOption(view.options)?.id ?? "");
  const [quantities, setQuantities] = useState<Record<string, number>>({});
  const [repriced, setRepriced] = useState<Record<string, Partial<DecisionOption>>>({});
  const [doing, setDoing] = useState<Doing | null>(null);
  const [answer, setAnswer] = useState<ActionOutcome | null>(null);
  const [conflict, setConflict] = useState<DecisionConflict | null>(null);

  const adopt = (next: DecisionView) => {
    setShown(next);
    setOptionId(bestOption(next.options)?.id ?? "");
    setQuantities({});
    setRepriced({});
    setConflict(null);
  };
  // Another item, or news about this one that the reader caused or that cannot surprise: taken over at once.
  const surprising =
    view.id === shown.id && view.version !== shown.version && shown.state === "open" && !answer?.ok;
  if (view !== shown && !surprising) {
    if (view.id !== shown.id) {
      setAnswer(null);
      adopt(view);
    } else if (view.version !== shown.version) adopt(view);
    else setShown(view);
  }

  const options = shown.options.map((option) => withRepriced(option, repriced[option.id]));
  const chosen = options.find((option) => option.id === optionId) ?? options[0];

  const act = async (what: Doing, call: () => Promise<ActionOutcome>) => {
    if (doing) return;
    setDoing(what);
    setAnswer(null);
    try {
      const outcome = await call();
      setAnswer(outcome);
      announce(outcome.message, outcome.ok ? "polite" : "assertive");
      if (outcome.ok) {
        setConflict(null);
        on.done?.(shown.id);
      } else if (outcome.conflict) setConflict(outcome.conflict);
    } finally {
      setDoing(null);
    }
  };
  const changeQuantity = async (quantity: number) => {
    if (!chosen) return;
    const { id } = chosen;
    setQuantities((before) => ({ ...before, [id]: quantity }));
    if (!on.reprice) return;
    setDoing("reprice");
    try {
      const price = await on.reprice({ id: shown.id, optionId: id, quantity });
      if (price) setRepriced((before) => ({ ...before, [id]: price }));
    } finally {
      setDoing(null);
    }
  };
  const base = { id: shown.id, version: shown.version };
  return {
    shown,
    options,
    chosen,
    quantity: chosen?.quantity ? (quantities[chosen.id] ?? chosen.quantity.value) : null,
    doing,
    answer,
    conflict,
    /** A newer card waits until the reader asks for it. */
    newer: surprising,
    choose: setOptionId,
    changeQuantity,
    adoptNewer: () => adopt(view),
    adoptConflict: () => conflict && adopt(conflict.view),
    approve: () =>
      chosen &&
      act("approve", () =>
        on.approve({
          ...base,
          optionId: chosen.id,
          quantity: chosen.quantity ? (quantities[chosen.id] ?? chosen.quantity.value) : null,
        }),
      ),
    /** Approves an option of a newer card than the one that is shown. */
    approveOf: ({ id, version, options: offered }: DecisionView, newOptionId: string) => {
      const next = offered.find((option) => option.id === newOptionId);
      void act("approve", () =>
        on.approve({ id, version, optionId: newOptionId, quantity: next?.quantity?.value ?? null }),
      );
    },
    reject: (reason: string, note: string) => act("reject", () => on.reject({ ...base, reason, note })),
    snooze: (until: string) => act("snooze", () => on.snooze({ ...base, until })),
    undo: () => act("undo", () => on.undo(base)),
    takeBack: (requestId: string) => {
      const { takeBack } = on;
      if (takeBack) void act("takeBack", () => takeBack({ requestId }));
    },
  };
}

export type Decision = ReturnType<typeof useDecision>;
