import { getTranslations } from "next-intl/server";
import type { DecisionView } from "@/components/decision-card";
import type { ForeseenSteps } from "@/lib/services/recommendation/foresee-steps";
import { exceededWords, peopleIn, refusalWords } from "./authority-words";
import type { Words } from "./words";

/** What stands at steps that wait for a team, and at the button that approves those of the reader's. */
export interface StepAuthority {
  /** By step: who may approve it, where its team alone does not say it. */
  notes: ReadonlyMap<string, string>;
  /** Somebody asked already. */
  second: DecisionView["second"];
  /** Pressing asks a second person, or would be refused. */
  ask: string | null;
  barred: string | null;
}

/** Nothing waits. */
export const noSteps: StepAuthority = { notes: new Map(), second: null, ask: null, barred: null };

/** Who may approve the steps that wait, by role and limit, in words. */
export async function stepAuthority(
  words: Words,
  foreseen: readonly ForeseenSteps[],
  /** The option that was approved. */
  option: string,
): Promise<StepAuthority> {
  const t = await getTranslations("authority.second");
  const notes = new Map<string, string>();
  let mine: Omit<StepAuthority, "notes"> = { second: null, ask: null, barred: null };
  for (const group of foreseen) {
    const { asked, exceeded, refusal, people, keys } = group;
    const barred = refusal ? await refusalWords(words, refusal) : null;
    const named = {
      team: words.t(`steps.team.${group.team}`),
      what: exceededWords(t, words, exceeded),
      ...peopleIn(words, people),
    };
    const of = asked
      ? t(asked.mayApprove ? "step.forYou" : "step.asked", { ...named, name: asked.askedBy })
      : exceeded.length > 0
        ? t(group.mine ? "step.needed" : "step.two", named)
        : null;
    for (const key of keys) if (barred ?? of) notes.set(key, barred ?? of ?? "");
    if (!group.mine) continue;
    mine = {
      barred,
      second: asked && {
        text: t(asked.mayApprove ? "forYou" : "asked", {
          ...{ ...named, option, name: asked.askedBy },
          at: words.format.moment(asked.askedAt),
        }),
        waits: !asked.mayApprove,
        takeBackId: asked.mayTakeBack ? String(asked.id) : null,
      },
      ask: asked || exceeded.length === 0 ? null : t("needed", named),
    };
  }
  return { notes, ...mine };
}
