"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { action } from "@/app/_edge/action";
import { describeError } from "@/app/_edge/describe-error";
import type { ActionOutcome, OptionPrice } from "@/components/decision-card";
import { getDb } from "@/db/client";
import { Conflict, PlimsollError } from "@/lib/core/errors";
import type { Actor } from "@/lib/services/_shared/actor";
import { confirmByHand } from "@/lib/services/action/confirm-by-hand";
import { retryAction } from "@/lib/services/action/retry";
import { undoAction } from "@/lib/services/action/undo";
import { takeBackInput, takeBackRequest } from "@/lib/services/policy/take-back";
import { listWaiting } from "@/lib/services/policy/waiting";
import { approveRecommendation } from "@/lib/services/recommendation/approve";
import {
  type BulkApproved,
  bulkApprove,
  type ReviewDetails,
} from "@/lib/services/recommendation/bulk-approve";
import { changeQuantity } from "@/lib/services/recommendation/change-quantity";
import { getRecommendation, type RecommendationDetail } from "@/lib/services/recommendation/get";
import {
  type DecisionFilter,
  type Survey,
  surveyDecisions,
} from "@/lib/services/recommendation/match-decisions";
import { rejectRecommendation } from "@/lib/services/recommendation/reject";
import { snoozeRecommendation } from "@/lib/services/recommendation/snooze";
import type { Option, TransferStep } from "@/lib/services/recommendation/types";
import { unsnoozeRecommendation } from "@/lib/services/recommendation/unsnooze";
import { foreseenOf } from "./_view/authority";
import { isUndoable } from "./_view/build-view";
import { claimOf } from "./_view/claim";
import { optionRange } from "./_view/option-range";
import { canBeCarriedOut } from "./_view/queue-item";
import { refusalOf } from "./_view/refusal";
import { optionButton, optionTitle, unsolvedWords } from "./_view/sentences";
import { loadWords } from "./_view/words";
import { loadItems } from "./load";
import { kinds, readDecisionsQuery } from "./query";

const seen = z.object({ id: z.coerce.number().int().positive(), version: z.number().int().positive() });

/**
 * Carries out the option that a person chose. Doing nothing and advice are decisions too: they turn the recommendation down,
 * with that as the reason. A conflict comes back as what changed, with the card as it is now.
 */
export const approve = action(
  seen.extend({ optionId: z.string(), quantity: z.number().int().positive().nullable() }),
  async (actor, input): Promise<ActionOutcome> => {
    const db = getDb();
    const [words, t, detail] = await Promise.all([
      loadWords(db),
      getTranslations("decisions.answer"),
      getRecommendation(db, actor, input.id),
    ]);
    const option = detail.options.find(({ key }) => key === input.optionId);
    const { id, version } = input;
    try {
      if (option && !canBeCarriedOut(option)) {
        const nothing = option.kind === "do_nothing";
        await rejectRecommendation(db, actor, {
          id,
          version,
          reason: nothing ? "do_nothing" : "other_plan",
          ...(nothing ? {} : { note: optionTitle(words, option), followed: option.key }),
        });
        const said = nothing ? "left" : option.kind === "price" ? "notedPrice" : "noted";
        return { ok: true, message: t(said, { sku: detail.skuCode ?? "" }) };
      }
      const [asked] = await listWaiting(db, actor, { recommendationId: id });
      // The second person approves what the first one asked for, with the quantity that was asked for.
      const approved = await approveRecommendation(
        db,
        actor,
        asked?.mayApprove && asked.request.optionKey === input.optionId
          ? asked.request
          : { id, version, optionKey: input.optionId, ...quantitiesOf(option, input.quantity) },
      );
      if (approved.waiting) {
        const second = await getTranslations("authority.second");
        const asking = option ? optionTitle(words, withQuantity(option, input.quantity)) : "";
        return { ok: true, message: second("left", { option: asking }) };
      }
      const what = option ? optionTitle(words, withQuantity(option, input.quantity)) : "";
      const teams = words.format.list(approved.waitingFor.map((team) => words.t(`steps.team.${team}`)));
      if (approved.actions.length === 0 && approved.waitingFor.length > 0)
        return { ok: true, message: t("approvedWaits", { what, waiting: teams }) };
      const numbers = approved.actions.flatMap(({ transferNumber }) => transferNumber ?? []);
      return {
        ok: true,
        message: t("approved", {
          what,
          numbers: words.format.list(numbers),
          hasNumbers: numbers.length > 0 ? "yes" : "no",
          hasWaiting: approved.waitingFor.length > 0 ? "yes" : "no",
          waiting: teams,
        }),
      };
    } catch (error) {
      return refusalOf(error, { db, actor, words, id, seen: detail });
    }
  },
);

/** Takes back what waits for a second person. */
export const takeBack = action(takeBackInput, async (actor, input): Promise<ActionOutcome> => {
  const t = await getTranslations("authority.second");
  await takeBackRequest(getDb(), actor, input);
  return { ok: true, message: t("takenBack") };
});

export const reject = action(
  seen.extend({ reason: z.string(), note: z.string() }),
  async (actor, input): Promise<ActionOutcome> => {
    const t = await getTranslations("decisions.answer");
    return answered(actor, input.id, t("rejected"), () => rejectRecommendation(getDb(), actor, input));
  },
);

export const snooze = action(
  seen.extend({ until: z.string() }),
  async (actor, input): Promise<ActionOutcome> => {
    const [t, words] = await Promise.all([getTranslations("decisions.answer"), loadWords(getDb())]);
    const message = t("snoozed", { moment: words.format.moment(input.until) });
    return answered(actor, input.id, message, () => snoozeRecommendation(getDb(), actor, input));
  },
);

export const wake = action(seen, async (actor, input): Promise<ActionOutcome> => {
  const t = await getTranslations("decisions.answer");
  return answered(actor, input.id, t("woken"), () => unsnoozeRecommendation(getDb(), actor, input));
});

/** Takes back every action of a recommendation; those that cannot be are named with the reason. */
export const undo = action(seen, async (actor, { id }): Promise<ActionOutcome> => {
  const db = getDb();
  const [t, detail] = await Promise.all([
    getTranslations("decisions.answer"),
    getRecommendation(db, actor, id),
  ]);
  const actions = detail.actions.filter(isUndoable);
  const undone: string[] = [];
  const refused: string[] = [];
  let others = 0;
  for (const one of actions) {
    try {
      const { state, otherLines } = await undoAction(db, actor, { actionId: one.id });
      undone.push(state);
      others += otherLines;
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      refused.push((await describeError(error)).message);
    }
  }
  if (refused.length > 0 || undone.length === 0)
    return { ok: false, message: refused[0] ?? t("nothingToUndo") };
  const stays = detail.actions.filter(
    (one) => one.undoOf === null && one.state === "verified" && !isUndoable(one),
  );
  const sentences = [
    t(undone.every((state) => state === "cancelled") ? "cancelled" : "undoing"),
    ...(others > 0 ? [t("wholeOrder", { count: others })] : []),
    ...(stays.length > 0 ? [t("stays", { count: stays.length })] : []),
  ];
  return { ok: true, message: sentences.reduce((first, second) => t("together", { first, second })) };
});

/** What an option is worth with another quantity. Throws where it has none that could be changed, or not to this one. */
export const reprice = action(
  seen.extend({ optionId: z.string(), quantity: z.number().int().positive() }),
  async (actor, input): Promise<OptionPrice> => {
    const db = getDb();
    const [words, detail] = await Promise.all([loadWords(db), getRecommendation(db, actor, input.id)]);
    const option = detail.options.find(({ key }) => key === input.optionId);
    const priced = await changeQuantity(db, actor, {
      id: input.id,
      version: input.version,
      optionKey: input.optionId,
      quantities: [],
      ...quantitiesOf(option, input.quantity),
    });
    const foreseen = await foreseenOf(db, actor, words, detail.team, priced.option);
    return {
      value: optionRange(priced.option, words.currency),
      cost: { minor: priced.option.costMinor, currency: words.currency },
      title: optionTitle(words, priced.option),
      button: optionButton(words, priced.option),
      leaves: unsolvedWords(words, priced.option.unsolved),
      claim: claimOf(words, priced.option, { updatedAt: new Date() }).claim,
      ask: foreseen.ask,
      barred: foreseen.barred,
    };
  },
);

/** What a bulk approval did, or that a review comes first. */
export type BulkAnswer =
  | { kind: "review"; items: number; costMinor: number }
  | {
      kind: "done";
      done: number;
      units: number;
      valueMinor: number;
      /** Transfer orders that leave now, each with all that goes over its lane. */
      orders: { id: number; number: string }[];
      leftOut: { id: number; reason: string }[];
    };

/** Approves the best way out of many. Above the policy's limits a review is asked for first. */
export const approveMany = action(
  z.object({
    items: z.array(seen).min(1).max(500),
    reviewed: z.boolean(),
  }),
  async (actor, input): Promise<BulkAnswer> => {
    const t = await getTranslations("decisions.leftOut");
    try {
      return bulkAnswer(await bulkApprove(getDb(), actor, input), t);
    } catch (error) {
      const review = error instanceof Conflict ? (error.details as ReviewDetails | undefined) : undefined;
      if (review?.kind !== "review") throw error;
      return { kind: "review", items: review.items, costMinor: review.costMinor };
    }
  },
);

/** A list as its address names it, one kind of problem of it or all, at the moment it was read. */
const listed = z.object({
  query: z.string().max(2_000),
  kind: z.enum(kinds).nullable(),
  asOf: z.iso.datetime(),
});

/** What approving all that match would come to, so that the review can say it before anything is sent. */
export const surveyAll = action(
  listed,
  async (
    actor,
    input,
  ): Promise<Omit<Survey, "leftOut"> & { leftOut: { reason: string; count: number }[] }> => {
    const t = await getTranslations("decisions.leftOut");
    const survey = await surveyDecisions(getDb(), actor, { filter: filterOfList(input), asOf: input.asOf });
    return { ...survey, leftOut: survey.leftOut.map(({ why, count }) => ({ reason: t(why), count })) };
  },
);

/** What one portion of a list came to, and where the next one begins; null at the end. */
export interface PortionAnswer {
  approved: number;
  leftOut: { id: number; name: string; reason: string }[];
  next: number | null;
}

/** Small enough that a person sees it move. */
const portion = 10;

/** Approves the next few of all that match. The person has seen the review. */
export const approveAll = action(
  listed.extend({ afterId: z.number().int().min(0) }),
  async (actor, input): Promise<PortionAnswer> => {
    const db = getDb();
    const [t, words] = await Promise.all([getTranslations("decisions.leftOut"), loadWords(db)]);
    const { done, leftOut, next } = await bulkApprove(db, actor, {
      filter: filterOfList(input),
      asOf: input.asOf,
      afterId: input.afterId,
      atMost: portion,
      reviewed: true,
    });
    const items = await loadItems(
      db,
      actor,
      words,
      leftOut.map(({ id }) => id),
    );
    const nameOf = (id: number) => {
      const item = items.find((one) => one.id === id);
      return item ? `${item.code} ${item.short}` : String(id);
    };
    return {
      approved: done.length,
      leftOut: leftOut.map(({ id, why }) => ({ id, name: nameOf(id), reason: t(why) })),
      next,
    };
  },
);

/** Sends a failed action again, under the same id. */
export const retry = action(
  z.object({ actionId: z.uuid() }),
  async (actor, input): Promise<ActionOutcome> => {
    const t = await getTranslations("decisions.answer");
    await retryAction(getDb(), actor, input);
    return { ok: true, message: t("retried") };
  },
);

/** A person states that they switched the ad at its platform. */
export const confirm = action(
  z.object({ actionId: z.uuid() }),
  async (actor, input): Promise<ActionOutcome> => {
    const t = await getTranslations("decisions.answer");
    await confirmByHand(getDb(), actor, input);
    return { ok: true, message: t("confirmed") };
  },
);

async function answered(
  actor: Actor,
  id: number,
  message: string,
  run: () => Promise<unknown>,
): Promise<ActionOutcome> {
  try {
    await run();
    return { ok: true, message };
  } catch (error) {
    const db = getDb();
    return refusalOf(error, { db, actor, words: await loadWords(db), id, seen: null });
  }
}

/** Quantities travel only where they were changed; the rest is the option's own. */
function quantitiesOf(option: RecommendationDetail["options"][number] | undefined, quantity: number | null) {
  const moves = option?.steps.filter((step): step is TransferStep => step.kind === "transfer") ?? [];
  const [move] = moves;
  if (!move || moves.length > 1 || quantity === null || quantity === move.quantityUnits) return {};
  return { quantities: [{ laneId: move.laneId, quantityUnits: quantity }] };
}

const withQuantity = (option: Option, quantity: number | null): Option =>
  quantity === null || option.kind !== "transfer" ? option : { ...option, quantityUnits: quantity };

function filterOfList({ query, kind }: Pick<z.output<typeof listed>, "query" | "kind">): DecisionFilter {
  const asked = readDecisionsQuery(new URLSearchParams(query));
  const only = kind ?? asked.kind;
  return {
    ...(asked.team && { team: [asked.team] }),
    ...(only && { kind: [only] }),
    ...(asked.mine && { mine: true }),
    ...(asked.q && { q: asked.q }),
  };
}

function ordersOf({ done }: BulkApproved): { id: number; number: string }[] {
  const started = done.flatMap(({ actions }) => actions);
  const orders = started.flatMap(({ transferId, transferNumber }) =>
    transferId !== null && transferNumber !== null ? [[transferId, transferNumber] as const] : [],
  );
  return [...new Map(orders)].map(([id, number]) => ({ id, number }));
}

function bulkAnswer(
  answer: BulkApproved,
  t: Awaited<ReturnType<typeof getTranslations<"decisions.leftOut">>>,
): BulkAnswer {
  return {
    kind: "done",
    done: answer.done.length,
    units: answer.units,
    valueMinor: answer.valueMinor,
    orders: ordersOf(answer),
    leftOut: answer.leftOut.map(({ id, why }) => ({ id, reason: t(why) })),
  };
}
