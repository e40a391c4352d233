import type { Queryable } from "@/db/client";
import type { Actor, Role } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import type { DecisionFacts, Exceeded } from "./judge";
import type { Scope } from "./scope";

/** Something that waits for a second person, as a person sees it. */
export interface Waiting {
  id: number;
  subject: string;
  kind: "recommendation" | "ad_budget" | "publish_quantity";
  recommendationId: number | null;
  team: NonNullable<Scope["team"]>;
  request: { optionKey?: string; budgetMinorPerDay?: number; quantity?: number };
  facts: DecisionFacts;
  exceeded: Exceeded[];
  askedBy: string;
  askedById: string;
  askedAt: Date;
  /** The sentence's name of it: a SKU's code, a campaign. */
  name: string | null;
  /** People other than the asker who may be the second. */
  others: string[];
  /** Whether the reader is one of them. */
  mayApprove: boolean;
  mayTakeBack: boolean;
}

/**
 * What waits for a second person, oldest first. What was asked on an older version of its recommendation, or on one that has
 * been decided since, waits no longer; of an approved one steps of another team may.
 */
export async function listWaiting(
  db: Queryable,
  actor: Actor,
  only?: { recommendationId: number },
): Promise<Waiting[]> {
  const rows = await db<
    (Omit<Waiting, "mayApprove" | "mayTakeBack" | "others"> & { people: { name: string; role: Role }[] })[]
  >`
    select q.id, q.subject, q.kind, q.recommendation_id as "recommendationId", q.team, q.request, q.facts, q.exceeded,
      q.asked_by as "askedBy", q.asked_by_id as "askedById", q.asked_at as "askedAt",
      coalesce(k.code, c.name, lk.code) as name,
      coalesce((select jsonb_agg(jsonb_build_object('name', u.name, 'role', u.role) order by u.name)
        from app_user u where not u.disabled and u.id <> q.asked_by_id), '[]') as people
    from approval_request q
    left join recommendation r on r.id = q.recommendation_id
    left join sku k on k.id = r.sku_id
    left join campaign c on c.id = coalesce(r.campaign_id, case when q.kind = 'ad_budget' then split_part(q.subject, ':', 2)::int end)
    left join listing l on q.kind = 'publish_quantity' and l.id = split_part(q.subject, ':', 2)::int
    left join sku lk on lk.id = l.sku_id
    where q.state = 'waiting' and (${only?.recommendationId ?? null}::bigint is null or q.recommendation_id = ${only?.recommendationId ?? null})
      and (r.id is null or (r.state in ('open', 'blocked', 'approved') and r.version = (q.request ->> 'version')::int))
    order by q.asked_at limit 200`;
  return rows.map(({ people, ...row }) => ({
    ...row,
    others: people.filter(({ role }) => may(role, `decide.${row.team}`)).map(({ name }) => name),
    mayApprove: actor.kind === "user" && actor.id !== row.askedById && may(actor.role, `decide.${row.team}`),
    mayTakeBack: actor.id === row.askedById || actor.role === "admin",
  }));
}

/** Names of the people other than one who may decide for a team. */
export async function secondPeople(
  db: Queryable,
  exceptId: string,
  team: NonNullable<Scope["team"]>,
): Promise<string[]> {
  const people = await db<{ name: string; role: Role }[]>`
    select name, role from app_user where not disabled and id <> ${exceptId} order by name`;
  return people.filter(({ role }) => may(role, `decide.${team}`)).map(({ name }) => name);
}
