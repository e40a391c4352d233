import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { type Asked, lockAsked } from "../action/asked-for";
import { leaveOrder } from "../action/leave-order";
import { cancelTransfer } from "./cancel";
import { type RestWithout, restWithout, savedFreight } from "./rest";
import { lockTransfer } from "./standing";

export const takeOutLineInput = z.object({
  transferId: z.number().int().positive(),
  lineNo: z.number().int().positive(),
  /** What the person saw in that line. */
  skuId: z.number().int().positive(),
  reason: z.string().trim().min(1).max(500),
  /** The person saw what is wrong with the rest, and wants it all the same. */
  anyway: z.boolean().default(false),
});

/** `details` of the Conflict when something is wrong with the rest. */
export interface RestDetails {
  kind: "rest";
  rest: RestWithout;
}

export interface TakenOut {
  transferId: number;
  /** cancelled: it was the last line, so the order was given up. */
  state: "taken_out" | "cancelled";
  /** False: it was taken out before. */
  recorded: boolean;
}

interface Line {
  lineNo: number;
  skuId: number;
  sku: string;
  quantity: number;
  ownerId: string;
  freightMinor: number | null;
}

/**
 * Takes one line out of a transfer order of which nothing was sent: what it reserved is free again, what was expected of it is
 * void, and the order goes its way with the rest, whose lines share what the shipment itself costs. The last line out cancels
 * the order. A press that is repeated changes nothing. Throws Forbidden, Invalid, NotFound, or Conflict: it was sent or tried, or
 * the rest would fall short of what the lane asks for or lose money (`details` says by how much) and nobody saw that.
 */
export async function takeOutLine(db: Db, actor: Actor, request: unknown): Promise<TakenOut> {
  authorise(actor, "transfer.move");
  const wanted = parseInput(takeOutLineInput, request);
  const { transferId, reason } = wanted;
  const state = await db.begin((tx) => takeOutIn(tx, actor, wanted));
  if (state === "last") await cancelTransfer(db, actor, { transferId, reason });
  return {
    transferId,
    state: state === "last" || state === "was_cancelled" ? "cancelled" : "taken_out",
    recorded: state === "last" || state === "taken_out",
  };
}

async function takeOutIn(
  tx: Tx,
  actor: Actor,
  { transferId, lineNo, skuId, reason, anyway }: z.output<typeof takeOutLineInput>,
): Promise<"taken_out" | "was_out" | "last" | "was_cancelled"> {
  // The actions before their transfer, as everywhere; again, since another one may be sent in their place by now.
  await lockAsked(tx, transferId);
  const { number, state, actionId: leadId } = await lockTransfer(tx, transferId);
  const asked = await lockAsked(tx, transferId);
  const [out] = await tx`
    select 1 from transfer_line_out where transfer_id = ${transferId} and line_no = ${lineNo} and sku_id = ${skuId}`;
  if (out) return "was_out";
  const lines = await tx<Line[]>`
    select l.line_no as "lineNo", l.sku_id as "skuId", s.code as sku, l.quantity, coalesce(l.action_id, ${leadId}) as "ownerId",
      l.freight_minor as "freightMinor"
    from transfer_line l join sku s on s.id = l.sku_id where l.transfer_id = ${transferId} order by l.line_no for update of l`;
  const line = lines.find((one) => one.lineNo === lineNo && one.skuId === skuId);
  if (!line)
    throw new Invalid(`${number} has no such line ${lineNo}. Nothing was changed; reload it.`, {
      say: say("refusals.transfer.noLine", { number, lines: { all: [String(lineNo)] } }),
    });
  if (state === "cancelled" && lines.length === 1) return "was_cancelled";
  if (leadId === null || state !== "planned" || !isUnsent(asked, leadId))
    throw new Conflict(
      `${number} has been sent already, so no single line can be taken out. Cancel it as a whole, or ship 0 of the line.`,
      { say: say("refusals.transfer.sentAlready", { number }), details: { kind: "transfer", state } },
    );
  if (lines.length === 1) return "last";
  const rest = anyway ? null : await restWithout(tx, transferId, lineNo);
  if (rest)
    throw new Conflict(
      `Without this line the rest of ${number} falls short of what its lane asks for, or loses money. Nothing was changed; look at it, then take it out anyway, cancel the order, or keep it.`,
      {
        say: say("refusals.transfer.rest", { number }),
        details: { kind: "rest", rest } satisfies RestDetails,
      },
    );
  const units = (of: readonly Line[]) => of.reduce((sum, one) => sum + one.quantity, 0);
  const own = lines.filter(({ ownerId }) => ownerId === line.ownerId);
  const cancelledId = await leaveOrder(
    tx,
    actor,
    { transferId, leadId, asked },
    { lineNo, ownerId: line.ownerId, units: line.quantity, ownerUnits: units(own) },
  );
  await tx`delete from transfer_line where transfer_id = ${transferId} and line_no = ${lineNo}`;
  await tx`
    insert into transfer_line_out (transfer_id, line_no, sku_id, quantity, action_id, reason, taken_out_by)
    values (${transferId}, ${lineNo}, ${skuId}, ${line.quantity}, ${cancelledId}, ${reason}, ${actor.name})`;
  const freight = await shareFreight(tx, transferId, line, units(lines));
  await tx`
    insert into sku_to_refresh (sku_id) values (${skuId}) on conflict (sku_id) do update set marked_at = clock_timestamp()`;
  await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
  await announce(tx, "transfers", [transferId]);
  await announce(tx, "stock");
  await writeAudit(tx, actor, {
    verb: "transfer.take_out_line",
    entity: "transfer",
    entityId: transferId,
    before: { lineNo, sku: line.sku, quantity: line.quantity, freightMinor: freight.before },
    after: { lines: lines.length - 1, actionId: cancelledId, freightMinor: freight.after },
    reason,
  });
  return "taken_out";
}

const isUnsent = (asked: readonly Asked[], leadId: string): boolean =>
  asked.some(({ id }) => id === leadId) && asked.every((one) => one.isUnsent);

/**
 * The shipment's fixed cost is paid by the lines that are left, by their units; what the units of the line would have cost is
 * saved. Nothing joins the order any more.
 */
async function shareFreight(
  tx: Tx,
  transferId: number,
  line: Line,
  unitsBefore: number,
): Promise<{ before: number; after: number }> {
  const [order] = await tx<{ freight: number; fixed: number }[]>`
    select freight_minor as freight, fixed_minor as fixed from transfer_order where id = ${transferId}`;
  const { freight, fixed } = order ?? { freight: 0, fixed: 0 };
  const saved = savedFreight({ freightMinor: freight, fixedMinor: fixed }, line.quantity, unitsBefore);
  const passedOn = Math.max(0, (line.freightMinor ?? 0) - saved);
  await tx`
    update transfer_line set freight_minor = freight_minor + round(${passedOn}::numeric * quantity / ${unitsBefore - line.quantity})
    where transfer_id = ${transferId} and freight_minor is not null`;
  await tx`
    update transfer_order set freight_minor = ${freight - saved}, shipment = null where id = ${transferId}`;
  return { before: freight, after: freight - saved };
}
