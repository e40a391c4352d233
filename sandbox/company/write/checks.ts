import type { Tx } from "@/db/client";
import { channels } from "../channels";
import { copyRows } from "../copy";
import { channelConnection, type OrderCheck } from "../mistakes";
import type { SimulatedCompany } from "../simulate";

const moment = (ms: number | null) => (ms === null ? null : new Date(ms));

/** Comparisons of orders with their sources. */
export async function writeChecks(tx: Tx, checks: readonly OrderCheck[]): Promise<void> {
  await copyRows(
    tx,
    "order_check",
    [
      "connection_id",
      "channel_id",
      "external_id",
      "order_id",
      "placed_at",
      "checked_at",
      "result",
      "differences",
      "source_record",
      "resolved_at",
      "resolved_by",
      "resolution",
      "simulated",
    ],
    checks.map((c) => [
      channelConnection(c.channel),
      c.channel + 1,
      c.externalId,
      c.order?.id ?? null,
      new Date(c.placedAt),
      new Date(c.checkedAt),
      c.result,
      { json: c.differences },
      c.sourceRecord === null ? null : { json: c.sourceRecord },
      moment(c.resolvedAt),
      c.resolvedAt === null ? null : "Priya Nair",
      c.resolution,
      true,
    ]),
  );
}

/** Returns, among them some that wait far too long. */
export async function writeReturns(tx: Tx, company: SimulatedCompany): Promise<void> {
  await copyRows(
    tx,
    "return_line",
    [
      "id",
      "connection_id",
      "external_id",
      "order_id",
      "placed_at",
      "line_no",
      "sku_id",
      "location_id",
      "quantity",
      "refund_minor",
      "currency",
      "reason",
      "state",
      "announced_at",
      "received_at",
      "settled_at",
      "simulated",
    ],
    company.returns.map((r, at) => [
      at + 1,
      channelConnection(r.channel),
      `RMA-${r.orderId}-${r.lineNo}`,
      r.orderId,
      new Date(r.placedAt),
      r.lineNo,
      r.sku,
      r.location + 1,
      r.quantity,
      r.refundMinor,
      channels[r.channel]?.currency ?? "USD",
      r.reason,
      r.state,
      new Date(r.announcedAt),
      moment(r.receivedAt),
      moment(r.settledAt),
      true,
    ]),
  );
}
