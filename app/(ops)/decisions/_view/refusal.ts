import { getTranslations } from "next-intl/server";
import type { ActionOutcome } from "@/components/decision-card";
import type { Db } from "@/db/client";
import { Conflict, StaleData } from "@/lib/core/errors";
import type { Actor } from "@/lib/services/_shared/actor";
import type { ChangedDetails, StaleDetails } from "@/lib/services/recommendation/approve";
import type { Standing } from "@/lib/services/recommendation/conflict";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { loadCard } from "../load-card";
import { changeRows } from "./conflict";
import type { Words } from "./words";

type ConflictDetails = ChangedDetails | { kind: "gone" } | { kind: "standing"; standing: Standing };

interface Pressed {
  db: Db;
  actor: Actor;
  words: Words;
  id: number;
  /** The recommendation as it was when the button was pressed; null: not loaded. */
  seen: RecommendationDetail | null;
}

/**
 * Why a press came to nothing, in the reader's language: what changed with the new card, who decided before, or which input
 * is too old. Any other error is thrown on.
 */
export async function refusalOf(error: unknown, pressed: Pressed): Promise<ActionOutcome> {
  const t = await getTranslations("decisions.refused");
  const { words } = pressed;
  if (error instanceof StaleData) {
    const { view } = await loadCard(pressed.db, pressed.actor, words, pressed.id);
    const reasons = (error.details as StaleDetails | undefined)?.reasons ?? [];
    return {
      ok: false,
      message: t("stale", { reason: view.blocked?.reason ?? "", count: reasons.length }),
    };
  }
  const details = error instanceof Conflict ? (error.details as ConflictDetails | undefined) : undefined;
  switch (details?.kind) {
    case "changed": {
      const { view } = await loadCard(pressed.db, pressed.actor, words, pressed.id);
      const changes = changeRows(words, details.changes, {
        seen: pressed.seen?.options ?? [],
        fresh: details.fresh.options,
      });
      return { ok: false, message: t("changed"), conflict: { changes, view } };
    }
    case "gone":
      return { ok: false, message: t("gone") };
    case "standing":
      return { ok: false, message: standingSentence(details.standing, words, t) };
    default:
      throw error;
  }
}

function standingSentence(
  { state, decidedBy, decidedAt, snoozedUntil }: Standing,
  { format }: Words,
  t: Awaited<ReturnType<typeof getTranslations<"decisions.refused">>>,
): string {
  return t(`standing.${state}`, {
    name: decidedBy ?? "",
    hasName: decidedBy ? "yes" : "no",
    at: decidedAt ? format.moment(decidedAt) : "",
    until: snoozedUntil ? format.moment(snoozedUntil) : "",
  });
}
