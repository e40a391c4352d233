import type { Tx } from "@/db/client";
import { channels } from "../channels";
import { connectionId } from "../connections";
import { copyRows } from "../copy";
import { locations } from "../places";
import type { Rates } from "../rates";
import type { SimulatedCompany } from "../simulate";
import type { Order } from "../types";
import { localDay } from "../zone-time";
import { decimal } from "./base";

const channelIds = channels.map((channel) => connectionId(channel.connectionKey));
export const connectionOf = (order: { channel: number }): number => channelIds[order.channel] ?? 0;
const currencyOf = (order: Order): string => channels[order.channel]?.currency ?? "USD";
const goodsMinor = (order: Order): number =>
  order.lines.reduce((sum, line) => sum + line.quantity * line.priceMinor, 0);

/** Orders, their lines and shipments; demand a day and committed stock follow by the tables' own triggers. */
export async function writeOrders(tx: Tx, company: SimulatedCompany, rates: Rates): Promise<void> {
  const now = company.now.getTime();
  await copyRows(
    tx,
    "sales_order",
    [
      "id",
      "placed_at",
      "connection_id",
      "channel_id",
      "external_id",
      "kind",
      "state",
      "currency",
      "customer_ref",
      "country",
      "discount_minor",
      "tax_minor",
      "shipping_minor",
      "total_minor",
      "source_event_at",
      "received_at",
      "visible_at",
      "first_visible_at",
      "sync_error",
      "touched_by_hand",
      "simulated",
    ],
    (function* () {
      for (const o of company.orders) {
        const placed = new Date(o.placedAt);
        const visible = Math.min(o.placedAt + o.lagMs, now);
        const goods = goodsMinor(o);
        const shipping = goods < 5000 && o.id % 3 === 0 ? 495 : 0;
        yield [
          o.id,
          placed,
          connectionOf(o),
          o.channel + 1,
          o.externalId,
          "sale",
          o.state,
          currencyOf(o),
          o.customer,
          channels[o.channel]?.country ?? null,
          o.discountMinor,
          0,
          shipping,
          goods - o.discountMinor + shipping,
          placed,
          new Date(visible - Math.min(800, visible - o.placedAt)),
          new Date(visible),
          new Date(visible),
          o.syncError,
          o.byHand,
          true,
        ];
      }
    })(),
  );
  await copyRows(
    tx,
    "order_line",
    [
      "order_id",
      "placed_at",
      "line_no",
      "sku_id",
      "channel_id",
      "location_id",
      "day",
      "kind",
      "quantity",
      "cancelled_quantity",
      "shipped_quantity",
      "open",
      "unit_price",
      "amount_minor",
      "cancelled_minor",
      "amount_base_minor",
      "cancelled_base_minor",
      "cost_base_minor",
    ],
    (function* () {
      for (const o of company.orders) {
        const placed = new Date(o.placedAt);
        const currency = currencyOf(o);
        let lineNo = 0;
        for (const line of o.lines) {
          lineNo++;
          const amount = line.quantity * line.priceMinor;
          const cancelled = line.cancelled * line.priceMinor;
          const kept = line.quantity - line.cancelled;
          yield [
            o.id,
            placed,
            lineNo,
            line.sku.id,
            o.channel + 1,
            line.location + 1,
            localDay(o.placedAt, locations[line.location]?.timeZone ?? "UTC"),
            "sale",
            line.quantity,
            line.cancelled,
            line.shipped,
            o.state === "open" && line.shipped === 0 && kept > 0,
            decimal(line.priceMinor),
            amount,
            cancelled,
            rates.toBaseMinor(amount, currency, o.placedAt),
            rates.toBaseMinor(cancelled, currency, o.placedAt),
            Math.round(line.sku.unitCost * 100 * kept),
          ];
        }
      }
    })(),
  );
  await copyRows(
    tx,
    "shipment",
    [
      "order_id",
      "placed_at",
      "connection_id",
      "external_id",
      "location_id",
      "carrier",
      "tracking",
      "shipped_at",
      "delivered_at",
      "simulated",
    ],
    (function* () {
      const carriers = ["UPS", "DHL", "USPS", "SF Express", "Black Cat", "Ninja Van"];
      for (const o of company.orders) {
        if (o.shippedAt === null) continue;
        const location = o.lines.find((line) => line.shipped > 0)?.location ?? 0;
        yield [
          o.id,
          new Date(o.placedAt),
          connectionOf(o),
          `${o.externalId}-1`,
          location + 1,
          carriers[(location + o.id) % carriers.length] ?? null,
          `TRK${String((o.id * 48_271) % 2_147_483_647).padStart(10, "0")}`,
          new Date(o.shippedAt),
          o.deliveredAt === null ? null : new Date(o.deliveredAt),
          true,
        ];
      }
    })(),
  );
}
