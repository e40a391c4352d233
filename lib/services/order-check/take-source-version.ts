import { z } from "zod";
import type { Tx } from "@/db/client";
import { Invalid, NotFound } from "@/lib/core/errors";
import { minorDigits } from "@/lib/core/money";
import { say } from "@/lib/core/say";
import { baseFactor } from "./base-factor";

const scalar = z.union([z.string(), z.number(), z.boolean()]).nullable();
const difference = z.object({
  field: z.string(),
  lineNo: z.number().int().nullish(),
  ours: scalar.nullish(),
  theirs: scalar.nullish(),
});
const differencesShape = z.array(difference);
const sourceLines = z.object({
  lines: z.array(
    z.object({
      lineNo: z.number().int(),
      skuCode: z.string(),
      quantity: z.number().int(),
      unitPrice: z.string().nullish(),
    }),
  ),
});

type Difference = z.output<typeof difference>;

export interface CheckRow {
  id: number;
  orderId: number | null;
  /** As PostgreSQL writes it: a Date would lose the microseconds, and the row is found by this. */
  placedAt: string;
  externalId: string;
  result: "different" | "missing" | "duplicate";
  differences: unknown;
  sourceRecord: unknown;
}

export interface Taken {
  before: unknown;
  after: unknown;
  changedLines: number;
}

interface OrderRow {
  placedAt: string;
  currency: string;
  totalMinor: number | null;
  customerRef: string | null;
  country: string | null;
  state: string;
}

/**
 * Makes our order what its source says, each differing field alone. A line the source does not have is cancelled, not
 * deleted; one we do not have is added. Throws Invalid for what only a new import can bring (an order that is missing, a
 * currency, an unknown SKU, fewer units than were shipped).
 */
export async function takeSourceVersion(tx: Tx, compared: CheckRow): Promise<Taken> {
  if (compared.orderId === null || compared.result === "missing")
    throw new Invalid(
      `${compared.externalId} never arrived here, so there is no order to correct. Import or sync it from its source.`,
      { say: say("refusals.order.neverArrived", { order: compared.externalId }) },
    );
  const [order] = await tx<OrderRow[]>`
    select placed_at::text as "placedAt", currency, total_minor as "totalMinor", customer_ref as "customerRef", country, state
    from sales_order where id = ${compared.orderId} for update`;
  if (!order)
    throw new NotFound(`${compared.externalId} is no longer here. Reload the list.`, {
      say: say("refusals.order.missing", { order: compared.externalId }),
    });
  const check = { ...compared, placedAt: order.placedAt };
  const differences = differencesShape.parse(check.differences);
  const cancelled =
    check.result === "duplicate" ||
    differences.some((one) => one.field === "cancelled" && one.theirs === true);
  if (differences.some((one) => one.field === "currency"))
    throw new Invalid(
      `${check.externalId} has another currency at its source. Import the order again, so that all its amounts are right.`,
      { say: say("refusals.order.otherCurrency", { order: check.externalId }) },
    );
  const state = textOf(differences, "state") ?? order.state;
  const header = {
    total_minor: numberOf(differences, "totalMinor") ?? order.totalMinor,
    customer_ref: textOf(differences, "customerRef") ?? order.customerRef,
    country: textOf(differences, "country") ?? order.country,
    state: cancelled ? "cancelled" : state,
    sync_error: null,
    touched_by_hand: true,
    visible_at: new Date(),
  };
  await tx`update sales_order set ${tx(header)} where id = ${check.orderId} and placed_at = ${check.placedAt}::text::timestamptz`;
  const changedLines = cancelled
    ? await cancelLines(tx, check, null)
    : (await correctLines(tx, check, order.currency, differences)) +
      (await addLines(tx, check, order.currency, differences)) +
      (order.state === "open" && (state === "shipped" || state === "completed")
        ? await shipLines(tx, check)
        : 0);
  return { before: { ...order, differences }, after: header, changedLines };
}

async function correctLines(
  tx: Tx,
  check: CheckRow,
  currency: string,
  differences: readonly Difference[],
): Promise<number> {
  const gone = differences
    .filter((one) => one.field === "line" && one.theirs == null)
    .map((one) => one.lineNo ?? 0);
  const changes = new Map<number, { no: number; quantity?: number; price?: string; sku?: string }>();
  for (const { field, lineNo, theirs } of differences) {
    if (lineNo == null || theirs == null) continue;
    const change = changes.get(lineNo) ?? { no: lineNo };
    if (field === "quantity") change.quantity = Number(theirs);
    if (field === "unitPrice") change.price = String(theirs);
    if (field === "skuCode") change.sku = String(theirs);
    if (field !== "line") changes.set(lineNo, change);
  }
  if (gone.length > 0) await cancelLines(tx, check, gone);
  if (changes.size === 0) return gone.length;
  // Base amounts keep the rate the line was converted with; a line that had no amount takes that of its day.
  const changed = await tx<{ lineNo: number }[]>`
    update order_line l set sku_id = n.sku_id, quantity = n.quantity, unit_price = n.unit_price, amount_minor = n.amount,
      cancelled_minor = round(n.amount * n.cancelled / n.quantity),
      amount_base_minor = n.amount_base, cancelled_base_minor = round(n.amount_base * n.cancelled / n.quantity),
      cost_base_minor = case when n.sku_id = l.sku_id then round(l.cost_base_minor::numeric * n.quantity / l.quantity) end,
      cancelled_quantity = n.cancelled, open = l.open and n.quantity - n.cancelled > l.shipped_quantity
    from (
      select o.order_id, o.placed_at, o.line_no, coalesce(s.id, o.sku_id) as sku_id, q.quantity, q.unit_price, a.amount,
        least(o.cancelled_quantity, greatest(q.quantity, 0)) as cancelled,
        round(coalesce(a.amount * o.amount_base_minor / nullif(o.amount_minor, 0), a.amount * ${await baseFactor(tx, currency, check.placedAt)}::text::numeric)) as amount_base
      from jsonb_to_recordset(${tx.json([...changes.values()])}) as c (no int, quantity int, price numeric, sku text)
      join order_line o on o.order_id = ${check.orderId} and o.placed_at = ${check.placedAt}::text::timestamptz and o.line_no = c.no
      left join sku s on s.code = c.sku
      cross join lateral (select coalesce(c.quantity, o.quantity) as quantity, coalesce(c.price, o.unit_price) as unit_price) q
      cross join lateral (select round(q.quantity * q.unit_price * ${10 ** minorDigits(currency)}::numeric) as amount) a
      where (c.sku is null or s.id is not null) and coalesce(c.quantity, o.quantity) >= o.shipped_quantity
        and coalesce(c.quantity, o.quantity) <> 0) n
    where l.order_id = n.order_id and l.placed_at = n.placed_at and l.line_no = n.line_no
    returning l.line_no as "lineNo"`;
  if (changed.length < changes.size)
    throw new Invalid(
      `${check.externalId} cannot be corrected here: a SKU of the source is not known, a line is missing, or more was shipped than the source ordered. Import the SKU or the order again.`,
      { say: say("refusals.order.cannotCorrect", { order: check.externalId }) },
    );
  return gone.length + changed.length;
}

/** `lineNos` null: all lines. */
async function cancelLines(tx: Tx, check: CheckRow, lineNos: number[] | null): Promise<number> {
  const rows = await tx`
    update order_line set cancelled_quantity = quantity, cancelled_minor = amount_minor, cancelled_base_minor = amount_base_minor,
      open = false
    where order_id = ${check.orderId} and placed_at = ${check.placedAt}::text::timestamptz and kind = 'sale' and cancelled_quantity < quantity
      and (${lineNos === null} or line_no = any(${lineNos ?? []}::int[]))
    returning line_no`;
  return rows.length;
}

/** The source has sent all of it: nothing of it is committed any more. */
async function shipLines(tx: Tx, check: CheckRow): Promise<number> {
  const rows = await tx`
    update order_line set shipped_quantity = quantity - cancelled_quantity, open = false
    where order_id = ${check.orderId} and placed_at = ${check.placedAt}::text::timestamptz and kind = 'sale' and open returning line_no`;
  return rows.length;
}

async function addLines(
  tx: Tx,
  check: CheckRow,
  currency: string,
  differences: readonly Difference[],
): Promise<number> {
  const missing = differences
    .filter((one) => one.field === "line" && one.ours == null)
    .map((one) => one.lineNo ?? 0);
  if (missing.length === 0) return 0;
  const source = sourceLines.safeParse(check.sourceRecord);
  const lines = source.success ? source.data.lines.filter((line) => missing.includes(line.lineNo)) : [];
  const added = await tx`
    insert into order_line (order_id, placed_at, line_no, sku_id, channel_id, location_id, day, kind, quantity, open, unit_price,
      amount_minor, cancelled_minor, amount_base_minor, cancelled_base_minor, cost_base_minor)
    select t.order_id, t.placed_at, n.no, s.id, t.channel_id, t.location_id, t.day, 'sale', n.quantity, t.open, n.price, a.amount, a.amount * 0,
      round(coalesce(a.amount * t.amount_base_minor / nullif(t.amount_minor, 0), a.amount * ${await baseFactor(tx, currency, check.placedAt)}::text::numeric)),
      a.amount * 0, null
    from jsonb_to_recordset(${tx.json(lines.map((line) => ({ no: line.lineNo, sku: line.skuCode, quantity: line.quantity, price: line.unitPrice ?? null })))})
      as n (no int, sku text, quantity int, price numeric)
    join sku s on s.code = n.sku
    cross join lateral (select round(n.quantity * n.price * ${10 ** minorDigits(currency)}::numeric) as amount) a
    join lateral (
      select * from order_line o where o.order_id = ${check.orderId} and o.placed_at = ${check.placedAt}::text::timestamptz order by line_no limit 1) t on true
    where n.quantity > 0
    returning line_no`;
  if (added.length < missing.length)
    throw new Invalid(
      `${check.externalId} lacks a line that cannot be added here. Import the order again from its source.`,
      { say: say("refusals.order.lacksLine", { order: check.externalId }) },
    );
  return added.length;
}

const found = (differences: readonly Difference[], field: string) =>
  differences.find((one) => one.field === field && one.lineNo == null)?.theirs;

function numberOf(differences: readonly Difference[], field: string): number | null {
  const value = found(differences, field);
  return value == null ? null : Number(value);
}

function textOf(differences: readonly Difference[], field: string): string | null {
  const value = found(differences, field);
  return value == null ? null : String(value);
}
