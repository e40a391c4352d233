import type { Queryable } from "@/db/client";
import type { Problem } from "@/lib/ingest/check/settings";
import type { Reject } from "@/lib/ingest/outcome";
import { explain } from "@/lib/ingest/reasons";
import type { StageName } from "./stage";

type LineReason = "unknown_sku" | "unknown_location" | "unknown_channel";

interface RejectedLine {
  line: number;
  firstLine: number;
  problem: "checks" | LineReason | null;
  orderProblem: "lines" | "no_channel" | "no_location" | "line_twice" | "mixed_currency" | "no_rate";
  problems: string | null;
  culprit: number | null;
  sku: string | null;
  location: string | null;
  channel: string | null;
  currency: string | null;
  raw: string;
}

/** Every line of the batch's rejected orders with its own reason, or the one that it shares with its order. */
export async function rejectedLines(tx: Queryable, stage: StageName): Promise<Reject[]> {
  const lines = await tx<RejectedLine[]>`
    select l.line, b.first_line as "firstLine", l.problem, b.problem as "orderProblem", s.problems, s.sku, s.location, s.channel, b.currency, s.raw,
      min(l.line) filter (where l.problem is not null) over (partition by l.ord) as culprit
    from order_batch_line l
    join order_batch b using (ord)
    join ${tx(stage)} s on s.doc = l.doc and s.line = l.line
    where b.status = 'rejected'
    order by l.line`;
  return lines.flatMap(rejectsOf);
}

/** Lines without an order number belong to no order and are rejected alone. */
export async function linesWithoutOrder(
  tx: Queryable,
  stage: StageName,
  after: number,
  limit: number,
): Promise<{ rejects: Reject[]; lines: number; last: number }> {
  const lines = await tx<{ line: number; problems: string; raw: string }[]>`
    select line, problems, raw from ${tx(stage)} where doc is null and line > ${after} order by line limit ${limit}`;
  return {
    rejects: lines.flatMap(({ line, problems, raw }) => checkRejects(line, problems, raw)),
    lines: lines.length,
    last: lines.at(-1)?.line ?? after,
  };
}

function rejectsOf(row: RejectedLine): Reject[] {
  const { line, raw } = row;
  if (row.problem === "checks") return checkRejects(line, row.problems, raw);
  if (row.problem) {
    const value = { unknown_sku: row.sku, unknown_location: row.location, unknown_channel: row.channel }[
      row.problem
    ];
    return [{ line, raw, ...explain(row.problem, value ?? null) }];
  }
  if (row.orderProblem === "lines")
    return [{ line, raw, ...explain("order_incomplete", String(row.culprit)) }];
  return [{ line, raw, ...explain(row.orderProblem, row.orderProblem === "no_rate" ? row.currency : null) }];
}

function checkRejects(line: number, problems: string | null, raw: string): Reject[] {
  return (JSON.parse(problems ?? "[]") as Problem[]).map((problem) => ({ line, raw, ...problem }));
}
