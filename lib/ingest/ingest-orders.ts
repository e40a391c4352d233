import type { Db } from "@/db/client";
import { checkFields, type Outcome } from "./check/record";
import { plainSettings } from "./check/settings";
import type { IngestContext } from "./context";
import { netPending } from "./net-credits/run";
import { applyOrders } from "./orders/apply";
import { plainLineOptions, stagedLine } from "./orders/check-line";
import { createStage, insertIntoStage, type StagedLine } from "./orders/stage";
import type { BatchOutcome, Reject } from "./outcome";
import { ensureMonths } from "./partitions";
import { asFields, notAnObject } from "./record-fields";
import { fieldsOf } from "./schemas/field";
import { orderRow, orders } from "./schemas/orders";
import { poolTransaction } from "./transaction";

const orderFields = fieldsOf(orders);
const lineFields = new Map([...fieldsOf(orderRow)].filter(([name]) => !orderFields.has(name)));
const noDefaults = { channelId: null, locationId: null };

/** A line of an order gets a number of its own, from which the order's index can be read again. */
const linesPerOrder = 10_000;

/** Brings whole orders in, each with all its lines. Counts orders, not lines. */
export async function ingestOrders(
  db: Db,
  context: IngestContext,
  given: readonly unknown[],
): Promise<BatchOutcome> {
  const lines: StagedLine[] = [];
  const refused: Reject[] = [];
  const numbers = new Map<string, number>();
  let superseded = 0;
  for (const [index, value] of given.entries()) {
    const fields = asFields(value);
    const staged = fields && orderLines(index, fields);
    if (!staged) refused.push(notAnObject(index));
    else if (staged.some(({ record }) => record.orderNumber == null))
      refused.push(
        ...staged.flatMap(({ problems }) =>
          (problems ?? []).map((problem) => ({ ...problem, line: index, raw: "" })),
        ),
      );
    else {
      // The same order twice in one call: its lines must not be taken together as one order.
      const number = staged[0]?.record.orderNumber ?? "";
      const before = numbers.get(number);
      if (before !== undefined) {
        superseded++;
        const older = Math.floor(
          (lines.find(({ line }) => Math.floor(line / linesPerOrder) === before)?.line ?? 0) / linesPerOrder,
        );
        const version = (at: StagedLine[]) =>
          at[0]?.record.version ?? Date.parse(at[0]?.record.updatedAt ?? "");
        const kept = lines.filter(({ line }) => Math.floor(line / linesPerOrder) === older);
        if (version(kept) > version(staged)) continue;
        lines.splice(
          0,
          lines.length,
          ...lines.filter(({ line }) => Math.floor(line / linesPerOrder) !== older),
        );
      }
      numbers.set(number, index);
      lines.push(...staged);
    }
  }
  const months = lines.flatMap(({ record }) => record.placedAt?.slice(0, 7) ?? []);
  await ensureMonths(db, db, new Set(months));
  const outcome = await poolTransaction(db, async (tx) => {
    await createStage(tx, "order_stage_small");
    await insertIntoStage(tx, lines);
    const applied = await applyOrders(
      tx,
      context,
      "order_stage_small",
      { after: null, upTo: null },
      noDefaults,
    );
    const [orders] = await tx<{ accepted: number; unchanged: number }[]>`
      select count(*) filter (where status in ('new', 'changed', 'moved'))::int as accepted,
        count(*) filter (where status = 'unchanged')::int as unchanged from order_batch`;
    if (applied.accepted > 0) await netPending(tx, context.connectionId);
    return { ...applied, accepted: orders?.accepted ?? 0, unchanged: (orders?.unchanged ?? 0) + superseded };
  });
  const rejects = [
    ...refused,
    ...outcome.rejects
      .filter(({ code }) => code !== "order_incomplete")
      .map((reject) => ({ ...reject, line: Math.floor(reject.line / linesPerOrder) })),
  ];
  const rejected = new Set(rejects.map(({ line }) => line)).size;
  return { ...outcome, read: given.length, rejected, rejects };
}

function orderLines(index: number, fields: Record<string, unknown>): StagedLine[] {
  const head = checkFields(orderFields, (name) => fields[name], plainSettings);
  const headProblems = head.ok ? [] : head.problems;
  const given = Array.isArray(fields.lines) ? fields.lines : [];
  const lines = given.length > 0 ? given : [null];
  return lines.slice(0, linesPerOrder).map((value, place) => {
    const line = asFields(value);
    const body = checkFields(lineFields, (name) => line?.[name], plainSettings);
    const noLine = line
      ? []
      : [
          {
            field: "lines",
            code: "missing",
            reason: "lines is empty; an order has at least one line",
            value: null,
          },
        ];
    const bodyProblems =
      body.ok || !line
        ? []
        : body.problems.map((problem) => ({ ...problem, field: `lines.${place}.${problem.field}` }));
    const problems = [...(place === 0 ? headProblems : []), ...noLine, ...bodyProblems];
    const record = { ...head.record, ...body.record };
    const outcome = (
      problems.length > 0 ? { ok: false, record, problems } : { ok: true, record }
    ) as Outcome<"orders">;
    return stagedLine(index * linesPerOrder + place, outcome, plainLineOptions, "");
  });
}
