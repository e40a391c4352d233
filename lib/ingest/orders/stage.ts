import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Queryable } from "@/db/client";
import type { Problem } from "@/lib/ingest/check/settings";
import type { Checked } from "@/lib/ingest/schemas/index";

/** The table of a session that holds order lines until all lines of an order stand together. */
export type StageName = "order_stage" | "order_stage_small";

/** One line of an order, checked, or with what is wrong with it. */
export interface StagedLine {
  line: number;
  record: Partial<Checked<"orders">>;
  lineKind: "sale" | "credit" | "adjustment";
  note: string | null;
  problems: Problem[] | null;
  /** The row as it stood in the file; empty for records that are answered directly. */
  raw: string;
}

/** Columns with the value a line gives; the order is that of the table. */
const columns: readonly (readonly [name: string, type: string, value: (line: StagedLine) => unknown])[] = [
  ["line", "bigint", ({ line }) => line],
  ["doc", 'text collate "C"', ({ record }) => record.orderNumber],
  ["placed_at", "timestamptz", ({ record }) => record.placedAt],
  ["channel", "text", ({ record }) => record.channel],
  ["location", "text", ({ record }) => record.location],
  ["currency", "text", ({ record }) => record.currency],
  ["customer", "text", ({ record }) => record.customer],
  ["country", "text", ({ record }) => record.country],
  ["state", "text", ({ record }) => record.state],
  ["kind", "text", ({ record }) => record.kind],
  ["discount", "numeric", ({ record }) => record.discount],
  ["tax", "numeric", ({ record }) => record.tax],
  ["shipping", "numeric", ({ record }) => record.shipping],
  ["total", "numeric", ({ record }) => record.total],
  [
    "version",
    "bigint",
    ({ record }) => record.version ?? (record.updatedAt ? Date.parse(record.updatedAt) : null),
  ],
  ["event_at", "timestamptz", ({ record }) => record.updatedAt],
  ["line_no", "int", ({ record }) => record.lineNo],
  ["sku", "text", ({ record }) => record.sku],
  ["title", "text", ({ record }) => record.title],
  ["quantity", "int", ({ record }) => record.quantity],
  ["unit_price", "numeric", ({ record }) => record.unitPrice],
  ["cancelled", "int", ({ record }) => record.cancelledQuantity],
  ["shipped", "int", ({ record }) => record.shippedQuantity],
  ["line_kind", "text", ({ lineKind }) => lineKind],
  ["note", "text", ({ note }) => note],
  ["problems", "text", ({ problems }) => problems && JSON.stringify(problems)],
  ["raw", "text", ({ raw }) => raw],
];

/** The fields that fill a column; it is copied only when the source gives one of them. */
const optionalFields: Record<string, readonly string[]> = {
  channel: ["channel"],
  location: ["location"],
  currency: ["currency"],
  customer: ["customer"],
  country: ["country"],
  state: ["state"],
  kind: ["kind"],
  discount: ["discount"],
  tax: ["tax"],
  shipping: ["shipping"],
  total: ["total"],
  version: ["version", "updatedAt"],
  event_at: ["updatedAt"],
  line_no: ["lineNo"],
  title: ["title"],
  cancelled: ["cancelledQuantity"],
  shipped: ["shippedQuantity"],
};

/**
 * Makes the staging table of this session. The small one empties itself at the end of each transaction; the large one
 * lasts for the import of a file, which runs on a connection of its own.
 */
export async function createStage(db: Queryable, stage: StageName): Promise<void> {
  if (stage === "order_stage") await db.unsafe("drop table if exists order_stage");
  const lasting = stage === "order_stage" ? "preserve" : "delete";
  const list = columns.map(([name, type]) => `${name} ${type}`).join(", ");
  await db.unsafe(`create temp table if not exists ${stage} (${list}) on commit ${lasting} rows`);
}

/**
 * Copies lines into the large table while they come in; settles when all are there, and throws what PostgreSQL says when
 * it refuses them. Columns of fields that the source does not give are left out, which halves the text that is sent.
 */
export async function copyToStage(
  db: Queryable,
  lines: AsyncIterable<StagedLine[]>,
  fields: ReadonlySet<string>,
): Promise<void> {
  const used = columns.filter(([name]) => !optionalFields[name]?.every((field) => !fields.has(field)));
  const query = db`copy order_stage (${db(used.map(([name]) => name))}) from stdin`;
  // A refusal after the last row only rejects the query, which has settled with its stream by then: the stream would wait
  // for ever. Every refusal is taken from the query here.
  const refused = new Promise<never>((_, reject) => Object.assign(query, { reject }));
  const copy = await Promise.race([query.writable(), refused]);
  const text = Readable.from(copyText(lines, used), { objectMode: false, highWaterMark: 256 * 1024 });
  try {
    await Promise.race([pipeline(text, copy), refused]);
  } finally {
    text.destroy();
  }
}

/** Puts a few lines into the small table. */
export async function insertIntoStage(db: Queryable, lines: readonly StagedLine[]): Promise<void> {
  const rows = lines.map((line) =>
    Object.fromEntries(columns.map(([name, , value]) => [name, value(line) ?? null])),
  );
  await db`
    insert into order_stage_small select * from json_populate_recordset(null::order_stage_small, ${JSON.stringify(rows)}::text::json)`;
}

async function* copyText(batches: AsyncIterable<StagedLine[]>, used: typeof columns): AsyncGenerator<Buffer> {
  for await (const batch of batches) {
    const rows = batch.map((line) => used.map(([, , value]) => copyValue(value(line))).join("\t"));
    if (rows.length > 0) yield Buffer.from(`${rows.join("\n")}\n`);
  }
}

function copyValue(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value !== "string") return String(value);
  return /[\\\t\n\r]/.test(value)
    ? value.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
    : value;
}
