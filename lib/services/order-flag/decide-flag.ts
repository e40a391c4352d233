import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { wantIds } from "@/lib/ingest/sync/streams";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";

export const decideFlagSchema = z.object({
  flagId: z.number().int().positive(),
  /** release: the order is right as it is. confirm: it is wrong; its source is asked for it again. */
  decision: z.enum(["release", "confirm"]),
  note: z.string().trim().max(500).optional(),
});

export interface DecidedFlag {
  flagId: number;
  decision: "release" | "confirm";
  /** Whether the source is asked for the order again. */
  askedAgain: boolean;
}

interface FlagRow {
  orderId: number;
  externalId: string;
  connectionId: number;
  kind: string;
}

/**
 * Says of an order that was held for review whether it is right. A released one is not held again for the same; a confirmed
 * one stays on the list of stuck orders until its source, or a person, corrects it. Throws Forbidden, Invalid, NotFound, or
 * Conflict when somebody said so before.
 */
export async function decideFlag(
  db: Db,
  actor: Actor,
  request: z.input<typeof decideFlagSchema>,
): Promise<DecidedFlag> {
  authorise(actor, "order.resolve");
  const { flagId, decision, note } = parseInput(decideFlagSchema, request);
  return db.begin(async (tx) => {
    const from = decision === "release" ? ["open", "confirmed"] : ["open"];
    const [flag] = await tx<FlagRow[]>`
      update order_flag set state = ${decision === "release" ? "released" : "confirmed"}, decided_at = now(), decided_by = ${actor.name},
        note = ${note ?? null}
      where id = ${flagId} and state = any(${from})
      returning order_id as "orderId", external_id as "externalId", connection_id as "connectionId", kind`;
    if (!flag) throw await refusal(tx, flagId);
    if (decision === "release")
      await tx`
        update sales_order o set sync_error = (
          select min(f.kind) from order_flag f where f.order_id = o.id and f.state in ('open', 'confirmed'))
        where o.id = ${flag.orderId} and o.sync_error = ${flag.kind}`;
    const askedAgain = decision === "confirm" && (await askAgain(tx, flag));
    await announce(tx, "orders", [flag.orderId]);
    await writeAudit(tx, actor, {
      verb: decision === "release" ? "order_flag.release" : "order_flag.confirm",
      entity: "order",
      entityId: flag.orderId,
      before: { kind: flag.kind },
      after: { decision, askedAgain },
      ...(note ? { reason: note } : {}),
    });
    return { flagId, decision, askedAgain };
  });
}

async function askAgain(tx: Tx, { connectionId, externalId }: FlagRow): Promise<boolean> {
  const rows = await tx<{ id: string }[]>`
    select distinct external_id as id from inbox_record
    where connection_id = ${connectionId} and kind = 'orders' and external_id is not null and coalesce(fields, raw) ->> 'orderNumber' = ${externalId}`;
  return (await wantIds(tx, connectionId, [{ stream: "orders", ids: rows.map(({ id }) => id) }])) > 0;
}

async function refusal(tx: Tx, flagId: number): Promise<Error> {
  const [row] = await tx`select 1 from order_flag where id = ${flagId}`;
  return row
    ? new Conflict("This order was looked at before. Reload the list; nothing was changed.", {
        say: say("alerts.errors.flagDecided"),
      })
    : new NotFound("This order is not held for review. Reload the list.", {
        say: say("alerts.errors.noFlag"),
      });
}
