import { getTranslations } from "next-intl/server";
import type { ActionOutcome } from "@/components/decision-card";
import type { Db } from "@/db/client";
import { Conflict, StaleData } from "@/lib/core/errors";
import type { Actor } from "@/lib/services/_shared/actor";
import type { ChangedDetails, StaleDetails } from "@/lib/services/recommendation/approve";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { loadCard } from "../load-card";
import { changeRows } from "./conflict";
import type { Words } from "./words";

type ConflictDetails = ChangedDetails | { kind: "gone" | "standing" };

interface Pressed {
  db: Db;
  actor: Actor;
  words: Words;
  id: number;
  /** The recommendation as it was when the button was pressed; null: not loaded. */
  seen: RecommendationDetail | null;
}

/**
 * Why a press came to nothing, in the reader's language, where that takes more than a sentence: what changed with the new
 * card, or which input is too old. Any other error is thrown on, to say its own.
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
  if (details?.kind !== "changed") throw error;
  const { view } = await loadCard(pressed.db, pressed.actor, words, pressed.id);
  const changes = changeRows(words, details.changes, {
    seen: pressed.seen?.options ?? [],
    fresh: details.fresh.options,
    freshEvidence: details.fresh.evidence,
  });
  return { ok: false, message: t("changed"), conflict: { changes, view } };
}
