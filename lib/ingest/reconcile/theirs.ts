import { decimalToMinor } from "@/lib/core/money";
import { checkFields } from "@/lib/ingest/check/record";
import { plainSettings } from "@/lib/ingest/check/settings";
import { asFields } from "@/lib/ingest/record-fields";
import { fieldsOf } from "@/lib/ingest/schemas/field";
import type { Checked } from "@/lib/ingest/schemas/index";
import { orderRow, orders } from "@/lib/ingest/schemas/orders";
import type { CheckedOrder } from "@/lib/metrics/order-accuracy/compute";

/** What a source says of an order, as the comparison takes it. */
export interface SourceOrder {
  orderNumber: string;
  sourceId: string;
  placedAt: string;
  channel: string | null;
  /** Null: it cannot be read, so it cannot have arrived. */
  checked: CheckedOrder | null;
}

const orderFields = fieldsOf(orders);
const lineFields = new Map([...fieldsOf(orderRow)].filter(([name]) => !orderFields.has(name)));

/** Reads a source's order by the same checks as when it comes in. Null: it has no number or time, so it is no order yet. */
export function sourceOrder(sourceId: string, fields: Record<string, unknown>): SourceOrder | null {
  const head = checkFields(orderFields, (name) => fields[name], plainSettings);
  const record = head.record as Partial<Checked<"orders">>;
  const { orderNumber, placedAt } = record;
  if (!orderNumber || !placedAt) return null;
  const given = Array.isArray(fields.lines) ? fields.lines : [];
  const lines = given.map((value) => {
    const line = asFields(value) ?? {};
    return checkFields(lineFields, (name) => line[name], plainSettings);
  });
  const readable = head.ok && lines.length > 0 && lines.every(({ ok }) => ok);
  const currency = record.currency ?? null;
  const checked: CheckedOrder | null = readable
    ? {
        currency,
        totalMinor: record.total != null && currency ? decimalToMinor(record.total, currency) : null,
        customerRef: record.customer ?? null,
        country: record.country ?? null,
        cancelled: record.state == null ? null : record.state === "cancelled",
        state: record.state ?? null,
        lines: lines.map(({ record: line }, place) => {
          const { lineNo, sku, quantity, unitPrice } = line as Partial<Checked<"orders">>;
          return {
            lineNo: lineNo ?? place + 1,
            skuCode: sku ?? "",
            quantity: record.kind === "credit" ? -Math.abs(quantity ?? 0) : (quantity ?? 0),
            unitPrice: unitPrice ?? null,
          };
        }),
      }
    : null;
  return { orderNumber, sourceId, placedAt, channel: record.channel ?? null, checked };
}
