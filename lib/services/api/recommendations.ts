import { z } from "zod";
import type { Queryable } from "@/db/client";
import { cutPage } from "@/db/queries/shared/keyset";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { readCursor } from "./cursor";
import { type ApiPage, anyOf, code, pageQuery, time } from "./list-schema";

const states = ["open", "approved", "rejected", "snoozed", "expired", "superseded", "blocked"] as const;
const kinds = ["shortage", "ad_pause", "ad_resume", "ad_budget", "excess"] as const;
const teams = ["supply", "marketing", "operator"] as const;

export const recommendationsQuery = z.strictObject({
  state: anyOf(states, "State; open and blocked when left out"),
  kind: anyOf(kinds, "What is wrong"),
  team: anyOf(teams, "Who decides it"),
  sku: code("Code of one SKU"),
  ...pageQuery,
});

const minor = (description: string) =>
  z.int().meta({ description: `${description}, in minor units of the company's currency` });
const facts = z.record(z.string(), z.unknown());

export const recommendationItem = z.object({
  id: z.int(),
  kind: z.enum(kinds),
  team: z.enum(teams),
  state: z.enum(states),
  urgency: z.enum(["urgent", "high", "normal"]),
  version: z.int().meta({ description: "An approval names the version it saw" }),
  sku: z.string().nullable(),
  location: z.string().nullable(),
  currency: z.string().length(3),
  lossMinorPerDay: minor("Lost a day while nothing is done"),
  valueMinor: minor("Gain of the best option over doing nothing"),
  valueLowMinor: minor("Its low estimate"),
  valueHighMinor: minor("Its high estimate"),
  problem: facts.meta({ description: "Facts of the problem" }),
  options: z.array(facts).meta({ description: "Best first, do nothing last" }),
  evidence: z.array(facts).meta({ description: "Each input with its value, unit, source and time" }),
  blockedReasons: z.array(facts).meta({ description: "Empty: it may be approved" }),
  chosenOption: z.string().nullable(),
  reason: z.string().nullable(),
  snoozedUntil: time.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
  dataAsOf: time.nullable().meta({ description: "The oldest input" }),
  policyVersion: z.int(),
  createdAt: time,
  updatedAt: time,
});

/** Recommendations by money lost a day, most first. */
export async function listRecommendations(
  db: Queryable,
  actor: Actor,
  query: z.output<typeof recommendationsQuery>,
): Promise<ApiPage<z.input<typeof recommendationItem>>> {
  authorise(actor, "read");
  const after = readCursor(query.cursor, "integer", ["integer"]);
  const wanted: string[] = query.state ?? ["open", "blocked"];
  const rows = await db<z.input<typeof recommendationItem>[]>`
    select r.id, r.kind, r.team, r.state, r.urgency, r.version, s.code as sku, l.code as location,
      (select base_currency from company) as currency, r.loss_minor_per_day as "lossMinorPerDay",
      r.value_minor as "valueMinor", r.value_low_minor as "valueLowMinor", r.value_high_minor as "valueHighMinor",
      r.problem, r.options, r.evidence, r.blocked_reasons as "blockedReasons", r.chosen_option as "chosenOption",
      r.reason, r.snoozed_until as "snoozedUntil", r.decided_by as "decidedBy", r.decided_at as "decidedAt",
      r.data_as_of as "dataAsOf", r.policy_version as "policyVersion", r.created_at as "createdAt",
      r.updated_at as "updatedAt"
    from recommendation r left join sku s on s.id = r.sku_id left join location l on l.id = r.location_id
    where r.state = any(${wanted})
      ${query.kind ? db`and r.kind = any(${query.kind})` : db``}
      ${query.team ? db`and r.team = any(${query.team})` : db``}
      ${query.sku ? db`and r.sku_id = (select id from sku where code = ${query.sku})` : db``}
      ${
        after
          ? db`and (r.loss_minor_per_day < ${after.value}::bigint
              or (r.loss_minor_per_day = ${after.value}::bigint and r.id > ${after.ids[0] ?? 0}::bigint))`
          : db``
      }
    order by r.loss_minor_per_day desc, r.id limit ${query.limit + 1}`;
  const page = cutPage(rows, query.limit, (row) => ({ value: row.lossMinorPerDay, ids: [row.id] }));
  return { data: page.rows, nextCursor: page.nextCursor };
}
