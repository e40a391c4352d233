import { z } from "zod";
import type { Db } from "@/db/client";
import { Conflict, PlimsollError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { parseInput } from "../_shared/parse-input";
import { sendShipment } from "../action/send-shipment";
import { getPolicy } from "../policy/get";
import { type WhyRefused, whyRefused } from "../policy/why-refused";
import { type Approved, approveRecommendation } from "./approve";
import { authoriseAnyTeam } from "./authorise-team";
import {
  type DecisionFilter,
  decisionFilterInput,
  type Matched,
  surveyDecisions,
  takeMatching,
  type Unable,
} from "./match-decisions";
import type { Option } from "./types";

const most = 500;

export const bulkApproveInput = z.object({
  /** The rows that were ticked, as they were seen … */
  items: z
    .array(
      z.object({
        id: z.number().int().positive(),
        version: z.number().int().positive(),
        /** The best option when left out. */
        optionKey: z.string().max(100).optional(),
      }),
    )
    .max(most)
    .optional(),
  /** … or all that match, as they stood at a moment. */
  filter: decisionFilterInput.optional(),
  /** ISO time at which the list was read. */
  asOf: z.iso.datetime({ offset: true }).optional(),
  /** Of all that match: the portion after this id, as `next` of the portion before named it … */
  afterId: z.number().int().min(0).default(0),
  /** … and how many to look at. */
  atMost: z.number().int().min(1).max(most).default(most),
  /** The person saw the review sheet; needed above the policy's limits. */
  reviewed: z.boolean().default(false),
  note: z.string().trim().max(1_000).optional(),
});

export interface LeftOut {
  id: number;
  /** no_option: nothing of it can be carried out from here. second_person: it waits for another person now. */
  why: Unable | "second_person" | WhyRefused;
  /** The sentence for the person; empty where `why` says all. */
  message: string;
}

export interface BulkApproved {
  done: Approved[];
  leftOut: LeftOut[];
  valueMinor: number;
  units: number;
  /** Of all that match: the id to go on after; null when there are no more. */
  next: number | null;
}

interface Portion {
  items: Matched[];
  next: number | null;
}

/** `details` of the Conflict that asks for the review sheet. */
export interface ReviewDetails {
  kind: "review";
  items: number;
  valueMinor: number;
  costMinor: number;
  units: number;
  limits: { items: number; moneyMinor: number };
}

/**
 * Approves many at once, each in a transaction of its own, so that one that no longer holds does not stop the others: the
 * answer lists what was done and what was left out, and why. What goes over one lane leaves as one transfer order. All that
 * match come in portions by id; `next` leads on. The role is checked on each row. Above the policy's limits a review comes
 * first: Conflict with the sums. Throws Forbidden or Invalid.
 */
export async function bulkApprove(db: Db, actor: Actor, request: unknown): Promise<BulkApproved> {
  authoriseAnyTeam(actor);
  const input = parseInput(bulkApproveInput, request);
  const asOf = input.asOf ?? new Date().toISOString();
  const filter = input.items ? null : (input.filter ?? {});
  const { items, next } = filter
    ? await takePortion(db, actor, filter, { ...input, asOf: new Date(asOf) })
    : { items: await loadTicked(db, input.items ?? []), next: null };
  if (!input.reviewed)
    await askForReview(db, filter ? await surveyDecisions(db, actor, { filter, asOf }) : sumUp(items));
  const result: BulkApproved = { done: [], leftOut: [], valueMinor: 0, units: 0, next };
  const shipment = newId();
  for (const { id, version, option, why } of items) {
    if (why !== "able" || !option) {
      result.leftOut.push({ id, why: why === "able" ? "no_option" : why, message: "" });
      continue;
    }
    try {
      const note = input.note ? { note: input.note } : {};
      const chosen = { id, version, optionKey: option.key, ...note };
      const approved = await approveRecommendation(db, actor, chosen, shipment);
      if (approved.waiting) {
        result.leftOut.push({ id, why: "second_person", message: "" });
        continue;
      }
      result.done.push(approved);
      result.valueMinor += option.valueMinor;
      result.units += option.quantityUnits ?? 0;
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      result.leftOut.push({ id, why: whyRefused(error), message: error.message });
    }
  }
  await sendShipment(db, shipment);
  return result;
}

async function takePortion(
  db: Db,
  actor: Actor,
  filter: DecisionFilter,
  portion: { asOf: Date; afterId: number; atMost: number },
): Promise<Portion> {
  const items = await takeMatching(db, actor, filter, portion);
  return { items, next: items.length < portion.atMost ? null : (items.at(-1)?.id ?? null) };
}

async function loadTicked(
  db: Db,
  ticked: readonly { id: number; version: number; optionKey?: string | undefined }[],
): Promise<Matched[]> {
  const rows = await db<{ id: number; options: Option[] }[]>`
    select id, options from recommendation where id = any(${ticked.map((item) => item.id)})`;
  const options = new Map(rows.map((row) => [row.id, row.options]));
  return ticked.map(({ id, version, optionKey }) => {
    const option = best(options.get(id) ?? [], optionKey);
    return { id, version, option, why: option ? "able" : "no_option" };
  });
}

function best(options: readonly Option[], key?: string): Option | null {
  const able = options.filter((option) => option.executable && option.steps.length > 0);
  // What is expected to lose money is decided by itself, with its figures seen.
  return (
    (key === undefined
      ? able.find((option) => option.valueMinor >= 0)
      : able.find((option) => option.key === key)) ?? null
  );
}

type Sums = Pick<ReviewDetails, "valueMinor" | "costMinor" | "units"> & { matching: number };

function sumUp(items: readonly Matched[]): Sums {
  const sum = (of: (option: Option) => number) =>
    items.reduce((total, { option }) => total + (option ? of(option) : 0), 0);
  return {
    matching: items.length,
    valueMinor: sum((option) => option.valueMinor),
    costMinor: sum((option) => option.costMinor),
    units: sum((option) => option.quantityUnits ?? 0),
  };
}

async function askForReview(db: Db, { matching, valueMinor, costMinor, units }: Sums): Promise<void> {
  const { review } = (await getPolicy(db)).rules;
  if (matching <= review.items && costMinor <= review.moneyMinor) return;
  const details: ReviewDetails = {
    kind: "review",
    items: matching,
    valueMinor,
    costMinor,
    units,
    limits: review,
  };
  throw new Conflict(
    `${matching} decisions at once are above the limit for a review (${review.items} items, or their cost). Nothing was sent yet; look through them and confirm.`,
    { say: say("refusals.recommendation.review", { count: matching, limit: review.items }), details },
  );
}
