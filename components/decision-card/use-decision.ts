"use client";

import { useEffect, useRef, useState } from "react";
import { announce } from "@/components/live/announcer";
import { bestOption, withRepriced } from "./scale";
import type { ActionOutcome, DecisionCallbacks, DecisionConflict, DecisionView, OptionPrice } from "./types";

type Doing = "takeBack" | "approve" | "reject" | "snooze" | "undo" | "reprice";

/** Something of the card with this id. */
interface Of<T> {
  id: string;
  value: T;
}

/** Everything about one open card that is not drawing: the option chosen, what is under way, the last answer. */
export function useDecision(view: DecisionView, on: DecisionCallbacks) {
  const [shown, setShown] = useState(view);
  const [optionId, setOptionId] = useState(() => bestOption(view.options)?.id ?? "");
  const [quantities, setQuantities] = useState<Record<string, number>>({});
  const [repriced, setRepriced] = useState<Record<string, OptionPrice>>({});
  // Each belongs to the card it was pressed on: the reader may be at another one when the answer comes.
  const [pending, setPending] = useState<Of<Doing> | null>(null);
  const [answered, setAnswered] = useState<Of<ActionOutcome> | null>(null);
  const [refused, setRefused] = useState<Of<DecisionConflict> | null>(null);
  const ofShown = <T>(one: Of<T> | null): T | null => (one?.id === shown.id ? one.value : null);
  const doing = ofShown(pending);
  const answer = ofShown(answered);
  const conflict = ofShown(refused);
  const shownId = useRef(shown.id);
  const lastPriced = useRef(0);
  useEffect(() => {
    shownId.current = shown.id;
  }, [shown.id]);

  const adopt = (next: DecisionView) => {
    setShown(next);
    setOptionId(bestOption(next.options)?.id ?? "");
    setQuantities({});
    setRepriced({});
    setRefused(null);
  };
  // Another item, or news about this one that the reader caused or that cannot surprise: taken over at once.
  const surprising =
    view.id === shown.id && view.version !== shown.version && shown.state === "open" && !answer?.ok;
  if (view !== shown && !surprising) {
    if (view.id !== shown.id) {
      setAnswered(null);
      adopt(view);
    } else if (view.version !== shown.version) adopt(view);
    else setShown(view);
  }

  // Options of two decisions, and of two versions of one, have the same names.
  const keyOf = (id: string) => `${shown.id}:${shown.version}:${id}`;
  const options = shown.options.map((option) => withRepriced(option, repriced[keyOf(option.id)]));
  const chosen = options.find((option) => option.id === optionId) ?? options[0];

  const act = async (what: Doing, call: () => Promise<ActionOutcome>) => {
    if (doing) return;
    const { id } = shown;
    setPending({ id, value: what });
    setAnswered(null);
    try {
      const outcome = await call();
      setAnswered({ id, value: outcome });
      announce(outcome.message, outcome.ok ? "polite" : "assertive");
      if (outcome.ok) {
        setRefused(null);
        if (shownId.current === id) on.done?.(id);
      } else if (outcome.conflict) setRefused({ id, value: outcome.conflict });
    } finally {
      setPending((one) => (one?.id === id ? null : one));
    }
  };
  const changeQuantity = async (quantity: number) => {
    const offered = shown.options.find((option) => option.id === chosen?.id);
    if (!offered?.quantity || !on.reprice) return;
    const { id } = shown;
    const key = keyOf(offered.id);
    lastPriced.current += 1;
    const turn = lastPriced.current;
    setAnswered(null);
    const asOffered = () => {
      setQuantities((before) => without(before, key));
      setRepriced((before) => without(before, key));
    };
    if (quantity === offered.quantity.value) {
      asOffered();
      setPending(null);
      return;
    }
    setQuantities((before) => ({ ...before, [key]: quantity }));
    setPending({ id, value: "reprice" });
    const priced = await on.reprice({ id, optionId: offered.id, quantity });
    // Pressed again meanwhile: only the last quantity counts.
    if (turn !== lastPriced.current) return;
    setPending(null);
    if (priced.ok) {
      setRepriced((before) => ({ ...before, [key]: priced.price }));
      return;
    }
    asOffered();
    setAnswered({ id, value: priced });
    announce(priced.message, "assertive");
  };
  const base = { id: shown.id, version: shown.version };
  return {
    shown,
    options,
    chosen,
    quantity: chosen?.quantity ? (quantities[keyOf(chosen.id)] ?? chosen.quantity.value) : null,
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
          quantity: chosen.quantity ? (quantities[keyOf(chosen.id)] ?? chosen.quantity.value) : null,
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

/** The same without one of its entries. */
const without = <T>(record: Record<string, T>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

export type Decision = ReturnType<typeof useDecision>;
