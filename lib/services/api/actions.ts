import { z } from "zod";
import type { Queryable } from "@/db/client";
import { cutPage } from "@/db/queries/shared/keyset";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { readCursor } from "./cursor";
import { type ApiPage, anyOf, pageQuery, time } from "./list-schema";

const states = [
  "queued",
  "sending",
  "accepted",
  "verified",
  "unconfirmed",
  "failed",
  "undoing",
  "undone",
  "refused",
  "cancelled",
] as const;
const kinds = [
  "transfer",
  "transfer_cancel",
  "transfer_ship",
  "transfer_receive",
  "ad_pause",
  "ad_resume",
  "ad_budget",
  "publish_quantity",
] as const;

export const actionsQuery = z.strictObject({
  state: anyOf(states, "State"),
  kind: anyOf(kinds, "What is done"),
  recommendation: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: "Number of a recommendation" }),
  ...pageQuery,
});

const minor = (description: string) => z.int().nullable().meta({ description });

export const actionItem = z.object({
  id: z.uuid().meta({ description: "Also the idempotency key the vendor sees" }),
  recommendationId: z.int().nullable(),
  kind: z.enum(kinds),
  executor: z.enum(["webhook", "manual", "connector"]),
  connection: z.string().nullable(),
  state: z
    .enum(states)
    .meta({ description: "Done means verified: the next reading of the source showed it" }),
  stateReason: z.string().nullable(),
  attempts: z.int(),
  payload: z.unknown(),
  undoOf: z.uuid().nullable(),
  ridesWith: z.uuid().nullable().meta({
    description: "The action that is sent for the transfer order its lines are part of; null: itself",
  }),
  expectedLowMinor: minor("Expected worth, low estimate"),
  expectedMinor: minor("Expected worth, in minor units of the company's currency"),
  expectedHighMinor: minor("Expected worth, high estimate"),
  realisedLowMinor: minor("Realised worth, low estimate; null until it can be measured"),
  realisedMinor: minor("Realised worth"),
  realisedHighMinor: minor("Realised worth, high estimate"),
  approvedBy: z.string(),
  createdAt: time,
  acceptedAt: time.nullable(),
  verifiedAt: time.nullable(),
  updatedAt: time,
});

/** Actions on their way and done, newest first. */
export async function listActions(
  db: Queryable,
  actor: Actor,
  query: z.output<typeof actionsQuery>,
): Promise<ApiPage<z.input<typeof actionItem>>> {
  authorise(actor, "read");
  const after = readCursor(query.cursor, "moment", ["uuid"]);
  const rows = await db<(z.input<typeof actionItem> & { cursorAt: string })[]>`
    select a.id, a.recommendation_id as "recommendationId", a.kind, a.executor, c.key as connection, a.state,
      a.state_reason as "stateReason", a.attempts, a.payload, a.undo_of as "undoOf", a.rides_with as "ridesWith",
      a.expected_low_minor as "expectedLowMinor", a.expected_minor as "expectedMinor",
      a.expected_high_minor as "expectedHighMinor", a.realised_low_minor as "realisedLowMinor",
      a.realised_minor as "realisedMinor", a.realised_high_minor as "realisedHighMinor", a.approved_by as "approvedBy",
      a.created_at as "createdAt", a.accepted_at as "acceptedAt", a.verified_at as "verifiedAt",
      a.updated_at as "updatedAt", a.created_at::text as "cursorAt"
    from action a left join connection c on c.id = a.connection_id
    where true ${query.state ? db`and a.state = any(${query.state})` : db``}
      ${query.kind ? db`and a.kind = any(${query.kind})` : db``}
      ${query.recommendation ? db`and a.recommendation_id = ${query.recommendation}` : db``}
      ${
        after
          ? db`and (a.created_at < ${String(after.value)}::text::timestamptz
              or (a.created_at = ${String(after.value)}::text::timestamptz and a.id > ${String(after.ids[0])}::text::uuid))`
          : db``
      }
    order by a.created_at desc, a.id limit ${query.limit + 1}`;
  const page = cutPage(rows, query.limit, (row) => ({ value: row.cursorAt, ids: [row.id] }));
  return { data: page.rows.map(({ cursorAt: _, ...item }) => item), nextCursor: page.nextCursor };
}
