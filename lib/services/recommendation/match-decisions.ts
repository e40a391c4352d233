import { z } from "zod";
import type { Db } from "@/db/client";
import { inTab, joins, matching, type QueueFilter } from "@/db/queries/recommendation-rows";
import type { Actor } from "../_shared/actor";
import { parseInput } from "../_shared/parse-input";
import { authoriseAnyTeam, teamsOf } from "./authorise-team";
import type { Option } from "./types";

/** What the queue is filtered by, as a list on the screen names it. */
export const decisionFilterInput = z.object({
  team: z.array(z.enum(["supply", "marketing", "operator"])).optional(),
  kind: z.array(z.enum(["shortage", "ad_pause", "ad_resume", "ad_budget", "excess"])).optional(),
  urgency: z.array(z.enum(["urgent", "high", "normal"])).optional(),
  location: z.array(z.string()).optional(),
  laneId: z.number().int().positive().optional(),
  /** Only what is assigned to the person who asks. */
  mine: z.boolean().optional(),
  q: z.string().max(200).nullish(),
});
export type DecisionFilter = z.output<typeof decisionFilterInput>;

/** Why an item that matches is not approved with the others. newer: came or changed after the moment of the list. */
export type Unable = "no_option" | "blocked" | "decided" | "forbidden" | "newer";

/** An item to decide that matches, with the best option that can be carried out from here. */
export interface Matched {
  id: number;
  version: number;
  /** Null: nothing of it can be carried out. */
  option: Option | null;
  why: "able" | Unable;
}

/** What a decision about all that match would come to. Money in minor units of the company's currency. */
export interface Survey {
  matching: number;
  able: number;
  leftOut: { why: Unable; count: number }[];
  valueMinor: number;
  costMinor: number;
  units: number;
}

const surveyInput = z.object({
  filter: decisionFilterInput,
  /** ISO time at which the list was read. */
  asOf: z.iso.datetime({ offset: true }),
});

/** Counts and sums over all that match, so that a review can name them before anything is sent. Throws Forbidden or Invalid. */
export async function surveyDecisions(db: Db, actor: Actor, request: unknown): Promise<Survey> {
  authoriseAnyTeam(actor);
  const { filter, asOf } = parseInput(surveyInput, request);
  const rows = await db<{ why: Matched["why"]; count: number; value: number; cost: number; units: number }[]>`
    select why, count(*)::int as count, coalesce(sum((option ->> 'valueMinor')::bigint), 0)::bigint as value,
      coalesce(sum((option ->> 'costMinor')::bigint), 0)::bigint as cost,
      coalesce(sum((option ->> 'quantityUnits')::bigint), 0)::bigint as units
    from (${matched(db, actor, filter, new Date(asOf))}) m group by why order by count(*) desc, why`;
  const able = rows.find((row) => row.why === "able");
  return {
    matching: rows.reduce((sum, row) => sum + row.count, 0),
    able: able?.count ?? 0,
    leftOut: rows.flatMap(({ why, count }) => (why === "able" ? [] : [{ why, count }])),
    valueMinor: able?.value ?? 0,
    costMinor: able?.cost ?? 0,
    units: able?.units ?? 0,
  };
}

/** Items that match, by id from one on, so that many can be taken in portions and none twice. */
export function takeMatching(
  db: Db,
  actor: Actor,
  filter: DecisionFilter,
  { asOf, afterId, atMost }: { asOf: Date; afterId: number; atMost: number },
): Promise<Matched[]> {
  return db<Matched[]>`
    select id, version, option, why from (${matched(db, actor, filter, asOf)}) m
    where id > ${afterId} order by id limit ${atMost}`;
}

/** The same rows as the list shows, each with what stands against approving it. */
function matched(db: Db, actor: Actor, { laneId, mine, q, ...rest }: DecisionFilter, asOf: Date) {
  const filter: QueueFilter = {
    ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as QueueFilter),
    ...(mine && { mineOf: actor.id }),
    ...(q && { q }),
  };
  const onLane =
    laneId === undefined
      ? db`true`
      : db`jsonb_path_exists(r.options -> 0, '$.steps[*].laneId ? (@ == $lane)', jsonb_build_object('lane', ${laneId}::int))`;
  return db`
    select r.id, r.version, best.option, case
      when r.state = 'blocked' then 'blocked'
      when r.state <> 'open' then 'decided'
      when not (r.team = any(${teamsOf(actor)})) then 'forbidden'
      when r.updated_at > ${asOf} then 'newer'
      when best.option is null then 'no_option'
      else 'able' end as why
    from ${inTab(db, "to_decide")} r ${joins(db)}
    left join lateral (
      select o.value as option from jsonb_array_elements(r.options) with ordinality o (value, place)
      where (o.value ->> 'executable')::boolean and jsonb_array_length(o.value -> 'steps') > 0 and (o.value ->> 'valueMinor')::bigint >= 0
      order by o.place limit 1) best on true
    where ${matching(db, filter)} and ${onLane}`;
}
