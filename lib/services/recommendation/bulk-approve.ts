import { z } from "zod";
import type { Db } from "@/db/client";
import { Conflict, PlimsollError } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { parseInput } from "../_shared/parse-input";
import { getPolicy } from "../policy/get";
import { type Approved, approveRecommendation } from "./approve";
import { authoriseAnyTeam, teamsOf } from "./authorise-team";
import type { Option, RecommendationKind, Team, Urgency } from "./types";

const most = 500;

const filterInput = z.object({
  team: z.array(z.enum(["supply", "marketing", "operator"])).optional(),
  kind: z.array(z.enum(["shortage", "ad_pause", "ad_resume", "excess"])).optional(),
  urgency: z.array(z.enum(["urgent", "high", "normal"])).optional(),
  location: z.array(z.string()).optional(),
  laneId: z.number().int().positive().optional(),
  q: z.string().max(200).nullish(),
});

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
  filter: filterInput.optional(),
  /** ISO time at which the list was read. */
  asOf: z.iso.datetime({ offset: true }).optional(),
  /** The person saw the review sheet; needed above the policy's limits. */
  reviewed: z.boolean().default(false),
  note: z.string().trim().max(1_000).optional(),
});

export interface LeftOut {
  id: number;
  /** no_option: nothing of it can be carried out from here. newer: came or changed after the moment of the list. */
  why:
    | "no_option"
    | "newer"
    | "conflict"
    | "stale_data"
    | "forbidden"
    | "invalid"
    | "not_found"
    | "unauthenticated";
  /** The sentence for the person; empty where `why` says all. */
  message: string;
}

export interface BulkApproved {
  done: Approved[];
  leftOut: LeftOut[];
  valueMinor: number;
  units: number;
}

interface Item {
  id: number;
  version: number;
  option: Option | null;
  valueMinor: number;
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
 * answer lists what was done and what was left out, and why. Above the policy's limits a review comes first: Conflict with
 * the sums. Throws Forbidden or Invalid.
 */
export async function bulkApprove(db: Db, actor: Actor, request: unknown): Promise<BulkApproved> {
  authoriseAnyTeam(actor);
  const input = parseInput(bulkApproveInput, request);
  const { items, newer } = input.items
    ? { items: await loadTicked(db, input.items), newer: [] }
    : await loadMatching(db, actor, input.filter ?? {}, new Date(input.asOf ?? Date.now()));
  if (!input.reviewed) await askForReview(db, items);
  const result: BulkApproved = { done: [], leftOut: newer, valueMinor: 0, units: 0 };
  for (const { id, version, option, valueMinor } of items) {
    if (!option) {
      result.leftOut.push({ id, why: "no_option", message: "" });
      continue;
    }
    try {
      const note = input.note ? { note: input.note } : {};
      result.done.push(
        await approveRecommendation(db, actor, { id, version, optionKey: option.key, ...note }),
      );
      result.valueMinor += valueMinor;
      result.units += option.quantityUnits ?? 0;
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      result.leftOut.push({ id, why: error.code, message: error.message });
    }
  }
  return result;
}

async function loadTicked(
  db: Db,
  ticked: readonly { id: number; version: number; optionKey?: string | undefined }[],
): Promise<Item[]> {
  const rows = await db<{ id: number; options: Option[] }[]>`
    select id, options from recommendation where id = any(${ticked.map((item) => item.id)})`;
  const options = new Map(rows.map((row) => [row.id, row.options]));
  return ticked.map(({ id, version, optionKey }) => {
    const option = best(options.get(id) ?? [], optionKey);
    return { id, version, option, valueMinor: option?.valueMinor ?? 0 };
  });
}

async function loadMatching(
  db: Db,
  actor: Actor,
  filter: z.output<typeof filterInput>,
  asOf: Date,
): Promise<{ items: Item[]; newer: LeftOut[] }> {
  const teams: Team[] = teamsOf(actor).filter((team) => !filter.team?.length || filter.team.includes(team));
  const kinds: RecommendationKind[] = filter.kind?.length
    ? filter.kind
    : ["shortage", "ad_pause", "ad_resume", "excess"];
  const urgencies: Urgency[] = filter.urgency?.length ? filter.urgency : ["urgent", "high", "normal"];
  const part = filter.q ? `%${filter.q.replaceAll(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await db<{ id: number; version: number; options: Option[]; updatedAt: Date }[]>`
    select r.id, r.version, r.options, r.updated_at as "updatedAt"
    from recommendation r
    left join sku k on k.id = r.sku_id left join location l on l.id = r.location_id left join campaign g on g.id = r.campaign_id
    where r.state = 'open' and r.team = any(${teams}) and r.kind = any(${kinds}) and r.urgency = any(${urgencies})
      and (${!filter.location?.length} or l.code = any(${filter.location ?? []}))
      and (${part}::text is null or k.code ilike ${part} or k.title ilike ${part} or g.name ilike ${part})
      and (${filter.laneId ?? null}::int is null or jsonb_path_exists(r.options -> 0, '$.steps[*].laneId ? (@ == $lane)',
        jsonb_build_object('lane', ${filter.laneId ?? null}::int)))
    order by r.loss_minor_per_day desc, r.id limit ${most}`;
  const newer = rows.filter((row) => row.updatedAt > asOf);
  return {
    items: rows
      .filter((row) => row.updatedAt <= asOf)
      .map(({ id, version, options }) => {
        const option = best(options);
        return { id, version, option, valueMinor: option?.valueMinor ?? 0 };
      }),
    newer: newer.map(({ id }) => ({ id, why: "newer" as const, message: "" })),
  };
}

function best(options: readonly Option[], key?: string): Option | null {
  const able = options.filter((option) => option.executable && option.steps.length > 0);
  return (key === undefined ? able[0] : able.find((option) => option.key === key)) ?? null;
}

async function askForReview(db: Db, items: readonly Item[]): Promise<void> {
  const { review } = (await getPolicy(db)).rules;
  const sum = (of: (option: Option) => number) =>
    items.reduce((total, { option }) => total + (option ? of(option) : 0), 0);
  const costMinor = sum((option) => option.costMinor);
  if (items.length <= review.items && costMinor <= review.moneyMinor) return;
  const details: ReviewDetails = {
    kind: "review",
    items: items.length,
    valueMinor: sum((option) => option.valueMinor),
    costMinor,
    units: sum((option) => option.quantityUnits ?? 0),
    limits: review,
  };
  throw new Conflict(
    `${items.length} decisions at once are above the limit for a review (${review.items} items, or their cost). Nothing was sent yet; look through them and confirm.`,
    { details },
  );
}
