import type { Db } from "@/db/client";
import { checkFields, type Outcome } from "./check/record";
import { type Problem, plainSettings } from "./check/settings";
import type { IngestContext } from "./context";
import { netPending } from "./net-credits/run";
import { applyOrders } from "./orders/apply";
import { plainLineOptions, stagedLine } from "./orders/check-line";
import { createStage, insertIntoStage, type StagedLine } from "./orders/stage";
import type { BatchOutcome, Reject } from "./outcome";
import { ensureMonths } from "./partitions";
import type { Conclude } from "./readings-of-source";
import { fieldReason, type Reason } from "./reasons";
import { asFields, notAnObject } from "./record-fields";
import { fieldsOf } from "./schemas/field";
import { orderRow, orders } from "./schemas/orders";
import { poolTransaction } from "./transaction";

const orderFields = fieldsOf(orders);
const lineFields = new Map([...fieldsOf(orderRow)].filter(([name]) => !orderFields.has(name)));
const wholeRange = { after: null, upTo: null };
const noDefaults = { channelId: null, locationId: null };

const linesMax = 5_000;
/** Each line gets a number from which its order's index can be read again. */
const numbersPerOrder = 10_000;

/** Brings whole orders in, each with all its lines. Counts orders, not lines. */
export async function ingestOrders(
  db: Db,
  context: IngestContext,
  given: readonly unknown[],
  conclude: Conclude,
): Promise<BatchOutcome> {
  const { lines, refused, superseded } = stagedOrders(given);
  await ensureMonths(db, db, new Set(lines.flatMap(({ record }) => record.placedAt?.slice(0, 7) ?? [])));
  return await poolTransaction(db, async (tx) => {
    await createStage(tx, "order_stage_small");
    await insertIntoStage(tx, lines);
    const applied = await applyOrders(tx, context, "order_stage_small", wholeRange, noDefaults);
    const [counts] = await tx<{ accepted: number; unchanged: number }[]>`
      select count(*) filter (where status in ('new', 'changed', 'moved'))::int as accepted,
        count(*) filter (where status = 'unchanged')::int as unchanged from order_batch`;
    if (applied.accepted > 0) await netPending(tx, context.connectionId);
    const ofOrders = applied.rejects
      .filter(({ code }) => code !== "order_incomplete")
      .map((reject) => ({ ...reject, line: Math.floor(reject.line / numbersPerOrder) }));
    const rejects = [...refused, ...ofOrders];
    const outcome = {
      ...applied,
      read: given.length,
      accepted: counts?.accepted ?? 0,
      unchanged: (counts?.unchanged ?? 0) + superseded,
      rejected: new Set(rejects.map(({ line }) => line)).size,
      rejects,
    };
    await conclude(tx, outcome);
    return outcome;
  });
}

/** Lines of the given orders; of an order that is given twice only the newer one, since its lines must not mix. */
function stagedOrders(given: readonly unknown[]): {
  lines: StagedLine[];
  refused: Reject[];
  superseded: number;
} {
  const refused: Reject[] = [];
  const latest = new Map<string, StagedLine[]>();
  let superseded = 0;
  for (const [index, value] of given.entries()) {
    const fields = asFields(value);
    const staged = fields ? orderLines(index, fields) : [];
    const number = staged[0]?.record.orderNumber;
    if (!fields) refused.push(notAnObject(index));
    else if (number == null)
      for (const problem of staged.flatMap(({ problems }) => problems ?? []))
        refused.push({ ...problem, line: index, raw: "" });
    else {
      const before = latest.get(number);
      if (before) superseded++;
      if (!before || !(versionOf(before) > versionOf(staged))) latest.set(number, staged);
    }
  }
  return { lines: [...latest.values()].flat(), refused, superseded };
}

/** NaN when the source gives no version: then the later one counts. */
const versionOf = (staged: readonly StagedLine[]): number =>
  staged[0]?.record.version ?? Date.parse(staged[0]?.record.updatedAt ?? "");

function orderLines(index: number, fields: Record<string, unknown>): StagedLine[] {
  const head = checkFields(orderFields, (name) => fields[name], plainSettings);
  const given = Array.isArray(fields.lines) ? fields.lines : [];
  const headProblems = [...(head.ok ? [] : head.problems), ...countProblems(given.length)];
  const lines = given.length > 0 ? given.slice(0, linesMax) : [{}];
  return lines.map((value, place) => {
    const line = asFields(value) ?? {};
    const body = checkFields(lineFields, (name) => line[name], plainSettings);
    const bodyProblems =
      body.ok || given.length === 0
        ? []
        : body.problems.map((problem) => ({ ...problem, field: `lines.${place}.${problem.field}` }));
    const problems = [...(place === 0 ? headProblems : []), ...bodyProblems];
    const record = { ...head.record, ...body.record };
    const outcome = (
      problems.length > 0 ? { ok: false, record, problems } : { ok: true, record }
    ) as Outcome<"orders">;
    return stagedLine(index * numbersPerOrder + place, outcome, plainLineOptions, "");
  });
}

const ofLines = (key: "too_many_lines" | "no_lines", named?: Record<string, number>): Reason => {
  const found = fieldReason(key, named);
  return { ...found, reason: `lines ${found.reason}` };
};

function countProblems(lines: number): Problem[] {
  if (lines > linesMax)
    return [
      {
        field: "lines",
        ...ofLines("too_many_lines", { lines, most: linesMax }),
        value: String(lines),
      },
    ];
  return lines > 0
    ? []
    : [
        {
          field: "lines",
          ...ofLines("no_lines"),
          value: null,
        },
      ];
}
