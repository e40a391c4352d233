import type { Queryable } from "@/db/client";
import { linesHash } from "@/lib/connectors/lines-hash";
import type { OrderChecks } from "@/lib/connectors/live-contract";
import { minorToDecimal } from "@/lib/core/money";
import { capturedDiffers, summable } from "./order-sums";

interface Given extends OrderChecks {
  version: number;
}

/** As the ingest tells states of an order apart; without any, the later arrival is the newer one. */
function versionOf(fields: Record<string, unknown>): number {
  if (typeof fields.version === "number") return fields.version;
  const at = Date.parse(String(fields.updatedAt ?? ""));
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}

interface Stored {
  orderId: number;
  number: string;
  version: number | null;
  currency: string;
  totalMinor: number | null;
  discountMinor: number;
  taxMinor: number;
  shippingMinor: number;
  lines: { lineNo: number; sku: string; quantity: number; cancelled: number; unitPrice: string | null }[];
}

/**
 * Holds orders as they are stored by now against what their source said beside their fields: what was paid, and a hash over
 * its own lines. What does not agree is held for review; nothing of the order is changed but `sync_error`. `named`: the
 * source names SKUs by our codes; where it does not, its hash says nothing of what is stored under ours.
 */
export async function flagByChecks(
  tx: Queryable,
  connectionId: number,
  records: readonly { fields: Record<string, unknown>; checks?: OrderChecks }[],
  { named }: { named: boolean },
): Promise<void> {
  const checks = new Map<string, Given>();
  for (const { fields, checks: given } of records) {
    const number = String(fields.orderNumber);
    const version = versionOf(fields);
    if (given && version >= (checks.get(number)?.version ?? Number.NEGATIVE_INFINITY))
      checks.set(number, { ...given, version });
  }
  if (checks.size === 0) return;
  const stored = await tx<Stored[]>`
    select o.id as "orderId", o.external_id as number, i.source_version as version, o.currency, o.total_minor as "totalMinor", o.discount_minor as "discountMinor",
      o.tax_minor as "taxMinor", o.shipping_minor as "shippingMinor",
      (select json_agg(json_build_object('lineNo', l.line_no, 'sku', k.code, 'quantity', l.quantity, 'cancelled', l.cancelled_quantity,
          'unitPrice', trim_scale(l.unit_price)::text) order by l.line_no)
        from order_line l join sku k on k.id = l.sku_id where l.order_id = o.id and l.placed_at = o.placed_at) as lines
    from record_identity i join sales_order o on o.id = i.entity_id and o.placed_at = i.placed_at
    where i.connection_id = ${connectionId} and i.kind = 'orders' and i.external_id = any(${[...checks.keys()]})
      and o.kind = 'sale' and o.state <> 'cancelled'`;
  const flags = stored.flatMap((order) => {
    const { captured, linesHash: hash, version = 0 } = checks.get(order.number) ?? {};
    // What came late speaks of an older state than the one that is stored.
    if (order.version !== null && order.version > version) return [];
    return differencesOf(order, named ? { captured, linesHash: hash } : { captured });
  });
  if (flags.length === 0) return;
  await tx`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(flags)}::text::jsonb) as g ("orderId" bigint, kind text, detail jsonb)),
    held as (
      insert into order_flag (connection_id, order_id, placed_at, external_id, channel_id, kind, detail)
      select o.connection_id, o.id, o.placed_at, o.external_id, o.channel_id, g.kind, g.detail
      from given g join sales_order o on o.id = g."orderId"
      where not exists (select from order_flag f where f.order_id = o.id and f.kind = g.kind and f.state = 'released' and f.detail = g.detail)
      order by o.id, g.kind
      on conflict (order_id, kind) where state in ('open', 'confirmed') do update set detail = excluded.detail
      returning order_id, kind)
    update sales_order o set sync_error = h.kind from (select order_id, min(kind) as kind from held group by 1) h
    where o.id = h.order_id and o.sync_error is null`;
}

function differencesOf(
  order: Stored,
  { captured, linesHash: theirs }: { captured?: string | undefined; linesHash?: string | undefined },
) {
  const found: { orderId: number; kind: string; detail: unknown }[] = [];
  const { orderId, currency, lines } = order;
  const ours = linesHash(lines);
  if (theirs !== undefined && theirs !== ours)
    found.push({ orderId, kind: "lines_differ", detail: { ours, theirs } });
  const priced = summable(lines);
  if (captured !== undefined && order.totalMinor !== null && priced) {
    const decimal = (minor: number) => minorToDecimal(minor, currency);
    const detail = capturedDiffers(
      {
        currency,
        total: decimal(order.totalMinor),
        discount: decimal(order.discountMinor),
        tax: decimal(order.taxMinor),
        shipping: decimal(order.shippingMinor),
        lines: priced,
      },
      captured,
    );
    if (detail) found.push({ orderId, kind: "captured_differs", detail: { ...detail, currency } });
  }
  return found;
}
