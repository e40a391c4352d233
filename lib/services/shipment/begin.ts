import { z } from "zod";
import type { Db, Tx } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { stampOf } from "@/db/queries/plan-by-lane";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { getPolicy } from "../policy/get";
import { refuseWhileStopped } from "../policy/standstill";

export const approveShipmentInput = z.object({
  /** Made by the press; the same again goes on with the same shipment. */
  key: z.uuid(),
  laneId: z.number().int().positive(),
  /** What the person saw of the lines that can be approved. */
  seen: z.object({
    stamp: z.string().max(40),
    lines: z.number().int().min(1),
    units: z.number().int().min(0),
    freightMinor: z.number().int(),
  }),
  /** The person saw the review; needed above the policy's limits. */
  reviewed: z.boolean().default(false),
});
export type ApproveShipmentInput = z.output<typeof approveShipmentInput>;

/** `details` of the Conflict when the shipment is not what was seen. Money in the company's currency. */
export interface ChangedShipment {
  kind: "shipment";
  lines: number;
  units: number;
  freightMinor: number;
}

/** `details` of the Conflict that asks for the review first. */
export interface ShipmentReview {
  kind: "review";
  items: number;
  costMinor: number;
}

/**
 * Writes down a whole shipment as approved: all its lines that can be, in one statement, whatever their number. The press
 * repeated finds what it wrote before, and so does another one of the same person while theirs is under way. Returns its id.
 * Throws Forbidden, Invalid, or Conflict: its sums are not those that were seen, a review comes first, another person is at it, or
 * everything stands still.
 */
export async function beginShipment(db: Db, actor: Actor, request: unknown): Promise<string> {
  authorise(actor, "decide.supply");
  const wanted = parseInput(approveShipmentInput, request);
  return db.begin(async (tx) => {
    // Whoever approves the same shipment beside this waits here.
    await tx`select 1 from lane where id = ${wanted.laneId} for no key update`;
    const [known] = await tx<{ id: string; by: string; byId: string }[]>`
      select id, approved_by as by, approved_by_id as "byId" from shipment_approval
      where id = ${wanted.key} or (lane_id = ${wanted.laneId} and finished_at is null)
      order by id = ${wanted.key} desc limit 1`;
    if (known && known.byId !== actor.id)
      throw new Conflict(`${known.by} is approving this shipment. Nothing more was approved.`, {
        say: say("refusals.shipment.another", { name: known.by }),
      });
    if (known) return known.id;
    await refuseWhileStopped(tx);
    await writeLines(tx, actor, wanted);
    return wanted.key;
  });
}

async function writeLines(tx: Tx, actor: Actor, wanted: ApproveShipmentInput): Promise<void> {
  const { key, laneId, seen } = wanted;
  await tx`
    insert into shipment_approval (id, lane_id, approved_by, approved_by_id) values (${key}, ${laneId}, ${actor.name}, ${actor.id})`;
  const [now] = await tx<(ApproveShipmentInput["seen"] & { costMinor: number })[]>`
    with line as materialized (
      select r.id, r.version, r.state, r.options, m.* from recommendation r cross join lateral unnest(r.best_moves) m
      where r.state in ('open', 'blocked') and r.kind in ('shortage', 'excess') and r.best_moves is not null and m.lane_id = ${laneId}),
    written as (
      insert into shipment_approval_line (approval_id, place, recommendation_id, version, option_key, value_minor)
      select ${key}, row_number() over (order by value_minor desc, id), id, version, option_key, value_minor from line where state = 'open')
    select coalesce(${stampOf(tx)}, '') as stamp,
      (count(*) filter (where state = 'open'))::int as lines, coalesce(sum(units) filter (where state = 'open'), 0)::int as units,
      coalesce(sum(freight_minor) filter (where state = 'open'), 0)::bigint as "freightMinor",
      coalesce(sum((options -> 0 ->> 'costMinor')::bigint) filter (where state = 'open'), 0)::bigint as "costMinor"
    from line x`;
  const { stamp, lines, units, freightMinor, costMinor } = now ?? { ...seen, stamp: "", costMinor: 0 };
  if (
    stamp !== seen.stamp ||
    lines !== seen.lines ||
    units !== seen.units ||
    freightMinor !== seen.freightMinor
  ) {
    const currency = (await readCompany(tx))?.baseCurrency ?? "USD";
    throw new Conflict(
      `The shipment has changed since you looked at it: it is ${lines} lines with ${units} units now, not ${seen.lines} with ${seen.units}. Nothing was approved; look at it and approve it again.`,
      {
        say: say("refusals.shipment.changed", {
          lines,
          units,
          linesSeen: seen.lines,
          unitsSeen: seen.units,
          freight: { minor: freightMinor, currency },
          freightSeen: { minor: seen.freightMinor, currency },
        }),
        details: { kind: "shipment", lines, units, freightMinor } satisfies ChangedShipment,
      },
    );
  }
  const { review } = (await getPolicy(tx)).rules;
  if (!wanted.reviewed && (lines > review.items || costMinor > review.moneyMinor))
    throw new Conflict(
      `${lines} lines at once are above the limit for a review (${review.items} items, or their cost). Nothing was sent yet; look through them and confirm.`,
      {
        say: say("refusals.recommendation.review", { count: lines, limit: review.items }),
        details: { kind: "review", items: lines, costMinor } satisfies ShipmentReview,
      },
    );
  await writeAudit(tx, actor, {
    verb: "shipment.approve",
    entity: "shipment",
    entityId: key,
    after: { laneId, lines, units, freightMinor },
  });
}
