"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { LanePlan } from "@/db/queries/plan-by-lane";
import { approveLane, type ShipmentAnswer } from "../actions";

type Ended = Exclude<ShipmentAnswer, { kind: "underway" }> | { kind: "failed"; message: string };

/** Somebody else carries the lines out: looked at again after this. */
const lookMs = 700;

/** How far the approval of a shipment is. */
export interface ApprovalProgress {
  done: number;
  lines: number;
}

/**
 * Approves a whole shipment under one key, however often it is pressed: a press after a broken connection goes on with the
 * same. `onProgress` is told how far it is while it takes longer than a moment, and null at its end.
 */
export function useShipmentApproval(laneId: number, onProgress: (progress: ApprovalProgress | null) => void) {
  const t = useTranslations("transfers.approve");
  const key = useRef<string | null>(null);
  const run = async (seen: LanePlan, reviewed: boolean, onBegun: () => void): Promise<Ended> => {
    key.current ??= newKey();
    for (let done = -1; ; ) {
      const result = await approveLane({
        ...{ key: key.current, laneId, reviewed },
        seen: {
          stamp: seen.stamp,
          lines: seen.openCount,
          units: seen.openUnits,
          freightMinor: seen.openFreightMinor,
        },
      }).catch(() => null);
      if (!result?.ok || result.data.kind !== "underway") onProgress(null);
      if (!result?.ok) return { kind: "failed", message: result?.error.message ?? t("unreachable") };
      const answer = result.data;
      if (answer.kind !== "underway") {
        if (answer.kind === "done") key.current = null;
        return answer;
      }
      onBegun();
      onProgress({ done: answer.done, lines: answer.lines });
      if (answer.done === done) await new Promise((resume) => setTimeout(resume, lookMs));
      done = answer.done;
    }
  };
  return run;
}

/** A random UUID; pages served without TLS have no `crypto.randomUUID`. */
function newKey(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
