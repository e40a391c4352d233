"use client";

import { type DecisionCallbacks, DecisionCard, type DecisionView } from "@/components/decision-card";

/** A decision as it stood then: its options can be looked at, nothing can be pressed. */
export function PastCard({ view }: { view: DecisionView }) {
  return <DecisionCard view={view} on={none} insight={null} />;
}

const refuse = async () => ({ ok: false as const, message: "" });
const none: DecisionCallbacks = { approve: refuse, reject: refuse, snooze: refuse, undo: refuse };
