import type { Queryable } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { type Say, say } from "@/lib/core/say";
import { noRecommendation } from "./missing";
import type { RecommendationState } from "./types";

/** How a recommendation stands when a press on it came to nothing; the `details` of the Conflict. */
export interface Standing {
  id: number;
  state: RecommendationState;
  version: number;
  decidedBy: string | null;
  /** ISO time. */
  decidedAt: string | null;
  chosenOption: string | null;
  reason: string | null;
  note: string | null;
  snoozedUntil: string | null;
}

/** The present standing. Throws NotFound. */
export async function loadStanding(db: Queryable, id: number): Promise<Standing> {
  const [row] = await db<
    (Omit<Standing, "decidedAt" | "snoozedUntil"> & { decidedAt: Date | null; snoozedUntil: Date | null })[]
  >`
    select id, state, version, decided_by as "decidedBy", decided_at as "decidedAt", chosen_option as "chosenOption", reason, note,
      snoozed_until as "snoozedUntil"
    from recommendation where id = ${id}`;
  if (!row) throw noRecommendation();
  return {
    ...row,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
  };
}

/** Why a conditional update found nothing: who decided what, and when, or that newer figures came in. */
export function conflictOf(standing: Standing): Conflict {
  const by = standing.decidedBy ? `by ${standing.decidedBy} at ${standing.decidedAt} (UTC)` : "meanwhile";
  const sentences: Record<RecommendationState, string> = {
    open: "It was worked out anew since you opened it.",
    blocked: "Its inputs have become too old to decide on.",
    approved: `It was approved ${by}.`,
    rejected: `It was rejected ${by}.`,
    snoozed: `It was snoozed ${by}${standing.snoozedUntil ? ` until ${standing.snoozedUntil}` : ""}.`,
    expired: "The problem has gone away by itself.",
    superseded: "It was replaced by a newer recommendation.",
  };
  return new Conflict(
    `${sentences[standing.state]} Your decision was not carried out; look at it as it is now.`,
    {
      say: sayOf(standing),
      details: { kind: "standing", standing },
    },
  );
}

function sayOf({ state, decidedBy, decidedAt, snoozedUntil }: Standing): Say {
  const values = {
    name: decidedBy ?? "",
    hasName: decidedBy ? "yes" : "no",
    at: decidedAt ? { at: decidedAt } : "",
    until: snoozedUntil ? { at: snoozedUntil } : "",
  };
  switch (state) {
    case "open":
      return say("decisions.refused.standing.open");
    case "blocked":
      return say("decisions.refused.standing.blocked");
    case "approved":
      return say("decisions.refused.standing.approved", values);
    case "rejected":
      return say("decisions.refused.standing.rejected", values);
    case "snoozed":
      return say("decisions.refused.standing.snoozed", values);
    case "expired":
      return say("decisions.refused.standing.expired");
    case "superseded":
      return say("decisions.refused.standing.superseded");
  }
}
