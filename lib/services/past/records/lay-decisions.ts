import type { Tx } from "@/db/client";
import { literal, overlay } from "../overlay";

/** What is known of an action once it was measured. */
const measured = ["realised", "claimed"]
  .flatMap((what) => [`${what}_low_minor`, `${what}_minor`, `${what}_high_minor`])
  .concat("realised_facts");

/** What was decided longer before the moment is not listed, unless more is asked for. */
export const decidedWithinDays = 90;

const live = "('open', 'blocked', 'snoozed')";
const figures = ["value_low_minor", "value_minor", "value_high_minor", "loss_minor_per_day"];

/**
 * Recommendations, their steps and actions as they stood at a moment. What was written over since comes from recommendation_past;
 * where nothing of it was kept, figures are those of `updated_at`, which then lies after the moment.
 */
export async function layDecisions(tx: Tx, at: Date, withinDays = decidedWithinDays): Promise<void> {
  await layQueue(tx, at, withinDays);
  const then = literal(at);
  const before = `${then} - interval '${withinDays} days'`;
  await overlay(
    tx,
    "action",
    {
      state: `case when x.updated_at <= ${then} then x.state when x.verified_at <= ${then} then 'verified'
        when x.accepted_at <= ${then} then 'accepted' when x.sending_since <= ${then} then 'sending' else 'queued' end`,
      state_reason: `case when x.updated_at <= ${then} then x.state_reason end`,
      ...Object.fromEntries(
        measured.map((name) => [name, `case when x.realised_at <= ${then} then x.${name} end`]),
      ),
      unmeasurable: `case when x.measured_at <= ${then} then x.unmeasurable end`,
      realised_at: `case when x.realised_at <= ${then} then x.realised_at end`,
      verified_at: `case when x.verified_at <= ${then} then x.verified_at end`,
    },
    `public.action x where x.created_at <= ${then} and x.created_at > ${before}`,
  );
  await overlay(
    tx,
    "recommendation_step",
    {
      state: `case when x.updated_at <= ${then} then x.state when x.approved_at <= ${then} then 'scheduled' else 'waiting' end`,
    },
    `public.recommendation r join public.recommendation_step x on x.recommendation_id = r.id
     where r.decided_at <= ${then} and r.decided_at > ${before}`,
  );
  await overlay(tx, "audit_event", {}, `public.audit_event x where x.at <= ${then}`);
}

/** Those that waited for a decision then are few and are gathered once; what had been decided is read where it lies. */
async function layQueue(tx: Tx, at: Date, withinDays: number): Promise<void> {
  const then = literal(at);
  await tx.unsafe(`
    create temp table past_queue on commit drop as
    with standing as (
      select id, state, updated_at from public.recommendation where state in ${live} and created_at <= ${then}
      union all
      select id, 'open', updated_at from public.recommendation
      where decided_at > ${then} and created_at <= ${then} and state not in ${live}
    )
    select s.id, coalesce(p.state, s.state) as state, p.recommendation_id is not null as kept,
      case when p.recommendation_id is null and s.updated_at > ${then} then s.updated_at else least(s.updated_at, ${then}) end as updated_at,
      p.until_at, p.version, p.urgency, p.problem, p.option, ${figures.map((name) => `p.${name}`).join(", ")}, p.blocked_reasons, p.policy_version,
      p.data_as_of, p.snoozed_until, p.assigned_to
    from standing s
    left join lateral (
      select * from public.recommendation_past k where k.recommendation_id = s.id and k.until_at > ${then} order by k.until_at limit 1
    ) p on true;
    create unique index on past_queue (id);
    analyze past_queue`);
  const kept = (name: string, anew = `q.${name}`) => [
    name,
    `case when q.kept then ${anew} else x.${name} end`,
  ];
  // Looked up where a card asks for it: lists need no more than the best option.
  const whole = (name: string) =>
    `(select k.${name} from public.recommendation_past k where k.recommendation_id = q.id and k.until_at = q.until_at)`;
  const options = `coalesce(${whole("options")}, jsonb_build_array(q.option))`;
  const waiting = {
    ...Object.fromEntries(
      ["version", "urgency", "problem", ...figures, "policy_version", "data_as_of", "assigned_to"].map(
        (name) => kept(name),
      ),
    ),
    ...Object.fromEntries([
      kept("options", options),
      kept("evidence", `coalesce(${whole("evidence")}, '[]')`),
      kept("best_moves", `planned_moves(${options})`),
    ]),
    blocked_reasons:
      "case when q.kept then q.blocked_reasons when q.state = 'blocked' then x.blocked_reasons else '[]' end",
    snoozed_until: "case when q.kept then q.snoozed_until when q.state = 'snoozed' then x.snoozed_until end",
    problem_key: "case when q.kept then q.problem ->> 'key' else x.problem_key end",
    state: "q.state",
    updated_at: "q.updated_at",
    ...Object.fromEntries(
      ["chosen_option", "reason", "note", "decided_by", "decided_by_id"].map((name) => [name, "null::text"]),
    ),
    decided_at: "null::timestamptz",
  };
  // Two halves under one name, so that a tab of what was decided does not touch the queue.
  await overlay(tx, "recommendation", waiting, "past_queue q join public.recommendation x on x.id = q.id");
  await tx.unsafe("alter view pg_temp.recommendation rename to past_waiting");
  await overlay(
    tx,
    "recommendation",
    {},
    `(select * from past_waiting union all select * from public.recommendation
      where state not in ${live} and decided_at <= ${then} and decided_at > ${then} - interval '${withinDays} days') x`,
  );
}
