import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Invalid } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import { actingVendors, carriesOut } from "@/lib/ingest/sync/vendors";
import type { Actor } from "../_shared/actor";
import type { Expected } from "./share-value";
import type { TransferPayload } from "./types";

export interface NewTransfer {
  recommendationId: number | null;
  laneId: number;
  lines: readonly { skuId: number; quantity: number }[];
  /** In the company's currency. */
  freightMinor: number;
  expected: Expected | null;
}

interface Route {
  transferId: number;
  originId: number;
  destinationId: number;
  originCode: string;
  destinationCode: string;
  leadTimeDays: string;
  simulated: boolean;
  currency: string;
  connectionId: number | null;
  vendor: string | null;
}

const executorOf = ({ connectionId, vendor }: Route): "manual" | "webhook" | "connector" =>
  connectionId === null ? "manual" : vendor !== null && carriesOut(vendor) ? "connector" : "webhook";

/**
 * Writes a transfer with its reserving lines and the action that asks for it, and leaves the job that sends it. Donors
 * must have been checked (reserve.ts). An active warehouse connection that runs the origin carries it out; without one it
 * is done by hand.
 */
export async function insertTransfer(
  tx: Tx,
  actor: Actor,
  transfer: NewTransfer,
): Promise<{ actionId: string; transferId: number; number: string }> {
  const route = await routeOf(tx, transfer.laneId);
  const skus = await tx<{ id: number; code: string }[]>`
    select id, code from sku where id = any(${transfer.lines.map((line) => line.skuId)})`;
  const codes = new Map(skus.map((sku) => [sku.id, sku.code]));
  const actionId = newId();
  const number = `TO-${String(route.transferId).padStart(6, "0")}`;
  const expectedAt = new Date(Date.now() + Number(route.leadTimeDays) * 86_400_000);
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
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload,
      expected_low_minor, expected_minor, expected_high_minor, approved_by)
    values (${actionId}, ${transfer.recommendationId}, 'transfer', ${executorOf(route)},
      ${route.connectionId}, ${tx.json(payload as never)}, ${transfer.expected?.lowMinor ?? null},
      ${transfer.expected?.midMinor ?? null}, ${transfer.expected?.highMinor ?? null}, ${actor.name})`;
  await tx`
    insert into transfer_order (id, number, action_id, lane_id, origin_id, destination_id, currency, freight_minor, expected_at, created_by, simulated)
    overriding system value
    values (${route.transferId}, ${number}, ${actionId}, ${transfer.laneId}, ${route.originId}, ${route.destinationId},
      ${route.currency}, ${transfer.freightMinor}, ${expectedAt}, ${actor.name}, ${route.simulated})`;
  await tx`
    insert into transfer_line (transfer_id, line_no, sku_id, origin_id, destination_id, quantity)
    select ${route.transferId}, l."lineNo", l."skuId", ${route.originId}, ${route.destinationId}, l.quantity
    from jsonb_to_recordset(${tx.json(payload.lines)}) as l ("lineNo" int, "skuId" int, quantity int)`;
  await enqueue(tx, "actions.send", { actionId }, { key: `actions.send:${actionId}` });
  await announce(tx, "transfers", [route.transferId]);
  return { actionId, transferId: route.transferId, number };
}

async function routeOf(tx: Tx, laneId: number): Promise<Route> {
  const [route] = await tx<Route[]>`
    select nextval(pg_get_serial_sequence('transfer_order', 'id'))::bigint as "transferId",
      l.origin_id as "originId", l.destination_id as "destinationId", o.code as "originCode", d.code as "destinationCode",
      l.lead_time_days as "leadTimeDays", o.simulated, (select base_currency from company) as currency,
      k.id as "connectionId", k.vendor
    from lane l join location o on o.id = l.origin_id join location d on d.id = l.destination_id
    left join lateral (
      select c.id, c.vendor from connection c
      where c.state = 'active' and c.config ->> 'role' = 'warehouse' and (c.config ->> 'baseUrl' is not null or c.vendor = any(${actingVendors()}))
        and jsonb_exists(c.config -> 'locations', o.code) order by c.id limit 1) k on true
    where l.id = ${laneId} and l.active`;
  if (!route)
    throw new Invalid(
      "There is no active lane between these places. Nothing was moved; choose another one.",
      {
        say: say("refusals.transfer.noLane"),
      },
    );
  return route;
}
