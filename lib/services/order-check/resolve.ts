import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { type CheckRow, takeSourceVersion } from "./take-source-version";

export const resolveInput = z.object({
  checkId: z.number().int().positive(),
  /** use_source: our order becomes what the source says. keep_ours: ours was right, nothing is changed. */
  resolution: z.enum(["use_source", "keep_ours"]).default("use_source"),
  note: z.string().trim().max(500).optional(),
});

export interface ResolvedCheck {
  checkId: number;
  resolution: "use_source" | "keep_ours";
  /** Lines of ours that were changed, added or cancelled. */
  changedLines: number;
}

/**
 * Settles an order that differs from its source with one press. Amounts, demand and committed stock follow in the same
 * transaction. Throws Forbidden, Invalid when the source's version cannot be taken over here, NotFound, or Conflict when
 * somebody settled it before.
 */
export async function resolveOrderCheck(db: Db, actor: Actor, request: unknown): Promise<ResolvedCheck> {
  authorise(actor, "order.resolve");
  const { checkId, resolution, note } = parseInput(resolveInput, request);
  return db.begin(async (tx) => {
    const [check] = await tx<CheckRow[]>`
      update order_check set resolved_at = now(), resolved_by = ${actor.name}, resolution = ${resolution}
      where id = ${checkId} and result <> 'equal' and resolved_at is null
      returning id, order_id as "orderId", placed_at::text as "placedAt", external_id as "externalId", result, differences,
        source_record as "sourceRecord"`;
    if (!check) throw await conflict(tx, checkId);
    const taken = resolution === "use_source" ? await takeSourceVersion(tx, check) : null;
    if (taken) await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
    await announce(tx, "orders", [checkId]);
    await writeAudit(tx, actor, {
      verb: `order_check.${resolution}`,
      entity: "order",
      entityId: check.orderId ?? check.externalId,
      before: taken?.before ?? { differences: check.differences },
      after: taken?.after ?? { resolution },
      ...(note ? { reason: note } : {}),
    });
    return { checkId, resolution, changedLines: taken?.changedLines ?? 0 };
  });
}

async function conflict(tx: Tx, checkId: number): Promise<Error> {
  const [row] = await tx<{ result: string; by: string | null; at: Date | null; resolution: string | null }[]>`
    select result, resolved_by as by, resolved_at as at, resolution from order_check where id = ${checkId}`;
  if (!row)
    return new NotFound("This comparison does not exist. The list may be out of date; reload it.", {
      say: say("refusals.order.noCheck"),
    });
  if (row.result === "equal")
    return new Conflict("This order equals its source, so there is nothing to settle.", {
      say: say("refusals.order.equal"),
    });
  return new Conflict(
    `${row.by} settled this at ${row.at?.toISOString()}. Nothing was changed by your press.`,
    {
      say: say("refusals.order.settled", {
        name: row.by ?? "",
        hasName: row.by ? "yes" : "no",
        at: row.at ? { at: row.at.toISOString() } : "",
      }),
      details: {
        kind: "order_check",
        resolvedBy: row.by,
        resolvedAt: row.at?.toISOString(),
        resolution: row.resolution,
      },
    },
  );
}
