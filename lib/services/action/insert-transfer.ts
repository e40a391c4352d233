import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { newId } from "@/lib/core/ids";
import type { Actor } from "../_shared/actor";
import { joinOrder } from "./join-order";
import { type Carrier, routeTransfer } from "./route-transfer";
import type { Expected } from "./share-value";
import { skusAsCalled } from "./skus-as-called";
import type { NewTransfer, TransferPayload } from "./types";

/** Waits for the rest of its approval at most this long; one that broke off leaves what it had gathered. */
const gatherSeconds = 90;

/**
 * Writes a transfer with its reserving lines and the action that asks for it, and leaves the job that sends it. Donors
 * must have been checked (reserve.ts). Who carries it out is told by route-transfer.ts; an account that receives the goods
 * and plans what comes in gets an action of its own beside it.
 */
export async function insertTransfer(
  tx: Tx,
  actor: Actor,
  transfer: NewTransfer,
): Promise<{ actionId: string; transferId: number; number: string }> {
  const joined = transfer.shipment ? await joinOrder(tx, actor, transfer, transfer.shipment) : null;
  if (joined) {
    await leavePlan(tx, transfer);
    await announce(tx, "transfers", [joined.transferId]);
    return joined;
  }
  const now = new Date();
  const route = await routeTransfer(tx, transfer.laneId, now);
  const skus = await tx<{ id: number; code: string }[]>`
    select id, code from sku where id = any(${transfer.lines.map((line) => line.skuId)})`;
  const codes = new Map(skus.map((sku) => [sku.id, sku.code]));
  const number = `TO-${String(route.transferId).padStart(6, "0")}`;
  const expectedAt = new Date(now.getTime() + route.leadTimeDays * 86_400_000);
  const payload: TransferPayload = {
    transferId: route.transferId,
    number,
    laneId: transfer.laneId,
    originId: route.originId,
    destinationId: route.destinationId,
    originCode: route.originCode,
    destinationCode: route.destinationCode,
    expectedAt: expectedAt.toISOString(),
    lines: transfer.lines.map((line, index) => ({
      lineNo: index + 1,
      skuId: line.skuId,
      sku: codes.get(line.skuId) ?? "",
      quantity: line.quantity,
    })),
  };
  const { recommendationId, expected, shipment = null } = transfer;
  const waitSeconds = shipment === null ? 0 : gatherSeconds;
  const asked = { recommendationId, payload, waitSeconds };
  const actionId = await insertAction(tx, actor, { ...asked, carrier: route.carrier, expected });
  if (route.receiver) await insertAction(tx, actor, { ...asked, carrier: route.receiver, expected: null });
  await tx`
    insert into transfer_order (id, number, action_id, lane_id, origin_id, destination_id, currency, freight_minor, fixed_minor, expected_at, created_by, simulated, shipment)
    overriding system value
    values (${route.transferId}, ${number}, ${actionId}, ${transfer.laneId}, ${route.originId}, ${route.destinationId},
      ${route.currency}, ${transfer.freightMinor}, ${transfer.fixedMinor ?? 0}, ${expectedAt}, ${actor.name}, ${route.simulated}, ${shipment})`;
  await tx`
    insert into transfer_line (transfer_id, line_no, sku_id, origin_id, destination_id, quantity, freight_minor)
    select ${route.transferId}, l."lineNo", l."skuId", ${route.originId}, ${route.destinationId}, l.quantity,
      ${transfer.lines.length === 1 ? transfer.freightMinor : null}
    from jsonb_to_recordset(${tx.json(payload.lines)}) as l ("lineNo" int, "skuId" int, quantity int)`;
  await leavePlan(tx, transfer);
  await announce(tx, "transfers", [route.transferId]);
  return { actionId, transferId: route.transferId, number };
}

/** What is sent is no longer only planned: it takes its room as an order from now on. */
async function leavePlan(tx: Tx, { laneId, lines }: NewTransfer): Promise<void> {
  await tx`
    with gone as (
      delete from transfer_plan_line where lane_id = ${laneId} and sku_id = any(${lines.map((line) => line.skuId)})
      returning sku_id, units)
    update lane_standing s set units = greatest(0, s.units - g.units), grams = greatest(0, s.grams - g.grams),
      cm3 = greatest(0, s.cm3 - g.cm3)
    from (select sum(gone.units)::int as units, coalesce(sum(gone.units * k.weight_grams), 0)::bigint as grams,
        coalesce(sum(gone.units * k.volume_cm3), 0)::bigint as cm3 from gone join sku k on k.id = gone.sku_id having count(*) > 0) g
    where s.lane_id = ${laneId}`;
}

async function insertAction(
  tx: Tx,
  actor: Actor,
  action: {
    recommendationId: number | null;
    carrier: Carrier;
    payload: TransferPayload;
    expected: Expected | null;
    waitSeconds: number;
  },
): Promise<string> {
  const id = newId();
  const { carrier, payload, expected, waitSeconds } = action;
  const called = await callNames(tx, carrier, payload);
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload,
      expected_low_minor, expected_minor, expected_high_minor, approved_by, next_attempt_at)
    values (${id}, ${action.recommendationId}, 'transfer', ${carrier.executor}, ${carrier.connectionId},
      ${tx.json({ ...payload, ...called } as never)}, ${expected?.lowMinor ?? null}, ${expected?.midMinor ?? null},
      ${expected?.highMinor ?? null}, ${actor.name}, now() + make_interval(secs => ${waitSeconds}))`;
  await enqueue(
    tx,
    "actions.send",
    { actionId: id },
    { key: `actions.send:${id}`, delaySeconds: waitSeconds },
  );
  return id;
}

/** The account's own names of what the transfer is about, where they differ from ours. */
async function callNames(
  tx: Tx,
  { connectionId, originPlace, destinationPlace }: Carrier,
  { originCode, destinationCode, lines }: TransferPayload,
): Promise<Pick<TransferPayload, "called">> {
  if (connectionId === null) return {};
  const skus = await skusAsCalled(
    tx,
    connectionId,
    lines.map(({ sku }) => sku),
  );
  const origin = originPlace ?? originCode;
  const destination = destinationPlace ?? destinationCode;
  if (Object.keys(skus).length === 0 && origin === originCode && destination === destinationCode) return {};
  return { called: { origin, destination, skus } };
}
