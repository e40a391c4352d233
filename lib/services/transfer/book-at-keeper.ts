import type { Queryable, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { newId } from "@/lib/core/ids";
import { vendorsMoving } from "@/lib/ingest/sync/vendors";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import type { TransferPayload, TransferStepPayload } from "../action/types";

/** The account that carries a transfer between two places of its own, and what it was asked under. */
export interface Keeper {
  connectionId: number;
  name: string;
  /** The transfer's own action. */
  asked: string;
  number: string;
  called: TransferPayload["called"];
}

/** Who has to book what is confirmed here by hand; null: nobody, because no account carries the transfer. */
export async function keeperOf(db: Queryable, transferId: number): Promise<Keeper | null> {
  const [row] = await db<Keeper[]>`
    select c.id as "connectionId", c.name, a.id as asked, t.number, a.payload -> 'called' as called
    from transfer_order t join action a on a.id = t.action_id join connection c on c.id = a.connection_id
    where t.id = ${transferId} and a.kind = 'transfer' and a.executor = 'connector' and c.state <> 'disconnected'
      and a.state in ('queued', 'sending', 'accepted', 'unconfirmed', 'verified', 'undoing')
      and c.vendor = any(${vendorsMoving("between")})`;
  return row ?? null;
}

export interface Step {
  transferId: number;
  kind: "transfer_ship" | "transfer_receive";
  lines: readonly { lineNo: number; quantity: number }[];
  /** Of what came in: nothing more will, so what is missing is booked as rejected. */
  complete: boolean;
}

/**
 * Asks the account that carries a transfer to book what was just confirmed here, in the transaction of the confirmation.
 * The account's own word then says the same of the same goods, so the ledger moves once. Call it before the confirmation
 * is recorded. A step without a unit asks for nothing.
 */
export async function bookAtKeeper(tx: Tx, actor: Actor, keeper: Keeper, step: Step): Promise<void> {
  const known = await tx<{ lineNo: number; sku: string; shipped: number; received: number }[]>`
    select l.line_no as "lineNo", s.code as sku, coalesce(l.shipped_quantity, l.quantity) as shipped, coalesce(l.received_quantity, 0) as received
    from transfer_line l join sku s on s.id = l.sku_id where l.transfer_id = ${step.transferId} order by l.line_no`;
  const lines = known.map(({ lineNo, sku, shipped, received }) => {
    const quantity = step.lines.find((line) => line.lineNo === lineNo)?.quantity ?? 0;
    const arrives = step.kind === "transfer_receive";
    return {
      lineNo,
      sku: keeper.called?.skus[sku] ?? sku,
      quantity,
      rejected: arrives && step.complete ? Math.max(0, shipped - received - quantity) : 0,
      total: arrives ? received + quantity : quantity,
    };
  });
  if (lines.every(({ quantity, rejected }) => quantity + rejected === 0)) return;
  const id = newId();
  const { asked, number, connectionId } = keeper;
  const payload: TransferStepPayload = { transferId: step.transferId, number, asked, lines };
  await tx`
    insert into action (id, kind, executor, connection_id, payload, approved_by)
    values (${id}, ${step.kind}, 'connector', ${connectionId}, ${tx.json(payload as never)}, ${actor.name})`;
  await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
  await writeAudit(tx, actor, {
    verb: "transfer.book",
    entity: "transfer",
    entityId: step.transferId,
    after: { actionId: id, kind: step.kind, connectionId, lines },
  });
}
