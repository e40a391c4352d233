import { z } from "zod";
import {
  type Page,
  type Position,
  type ReadRequest,
  type Session,
  type SourceRecord,
  VendorError,
} from "@/lib/connectors/live-contract";
import { query, userErrorText } from "../client";
import { codesOf } from "../codes";
import { bulkOrders, bulkQuery, recentBulkQuery, startBulk } from "../documents";
import { plainOrder } from "../graphql-order";
import { orderRecords } from "../map-order";
import { channelOf } from "../settings";
import { parseJson } from "../token";
import {
  type BulkOperationNode,
  bulkOperation,
  bulkOrder,
  lineItem,
  pageOf,
  userErrors,
} from "../wire-types";
import { changedFilter } from "./filters";
import { refundsOf } from "./order-parts";
import { unreadableOrder } from "./unreadable";

const startShape = z.object({
  bulkOperationRunQuery: z.object({ bulkOperation: bulkOperation.nullish(), userErrors }),
});
const oneShape = z.object({ bulkOperation: bulkOperation.nullable() });
const recentShape = z.object({ bulkOperations: pageOf(bulkOperation) });

/** Bytes of the file that are read at once; a record that is longer is read on by itself. */
const CHUNK_BYTES = 1_000_000;
/** Small ones are done at once; a long one is asked after less often. */
const FIRST_POLL_SECONDS = 2;
const POLL_SECONDS = 10;

/**
 * Orders of a period, or all, through a bulk operation: it is started once, waited for, and its file read in pieces, so that reading
 * goes on at the byte where it stopped. Refunds, which Shopify leaves out of such files, are asked for by themselves.
 */
export async function readBulkOrders(
  session: Session,
  scope: ReadRequest["scope"],
  position: Position | null,
): Promise<Page> {
  const id = typeof position?.operation === "string" ? position.operation : null;
  if (id === null) return begin(session, bulkOrders(changedFilter(scope, "processed_at") ?? ""));
  const { bulkOperation: found } = await query(session, bulkQuery, { id }, oneShape);
  if (!found) return { records: [], next: { restarted: true }, progress: 0 };
  if (["CREATED", "RUNNING", "CANCELING"].includes(found.status)) return waiting(found);
  if (found.status !== "COMPLETED")
    throw new VendorError(
      found.errorCode === "ACCESS_DENIED" ? "forbidden" : "transient",
      found.errorCode ?? found.status,
      `Shopify ended the bulk operation as ${found.status}.`,
    );
  if (!found.url) return { records: [], next: null, progress: 1 };
  return readPiece(session, found, found.url, typeof position?.byte === "number" ? position.byte : 0);
}

/** Starts the operation, or takes on the one that was started just before a crash. */
async function begin(session: Session, text: string): Promise<Page> {
  const recent = await query(session, recentBulkQuery, {}, recentShape);
  const same = recent.bulkOperations.nodes.find(
    (one) => one.query === text && ["CREATED", "RUNNING"].includes(one.status),
  );
  if (same) return waiting(same);
  const { bulkOperationRunQuery: started } = await query(session, startBulk, { query: text }, startShape);
  const failed = userErrorText(started.userErrors);
  const codes = started.userErrors.map(({ code }) => code);
  if (codes.includes("OPERATION_IN_PROGRESS") || codes.includes("LIMIT_REACHED"))
    throw new VendorError(
      "throttled",
      "bulk_in_progress",
      "Another bulk operation of this app is running.",
      30,
    );
  if (failed !== null || !started.bulkOperation)
    throw new VendorError("refused", "bulk_refused", failed ?? "Shopify started no bulk operation.");
  return waiting(started.bulkOperation, FIRST_POLL_SECONDS);
}

const waiting = ({ id }: BulkOperationNode, waitSeconds = POLL_SECONDS): Page => ({
  records: [],
  next: { operation: id },
  progress: 0,
  waitSeconds,
});

async function readPiece(
  session: Session,
  operation: BulkOperationNode,
  url: string,
  from: number,
): Promise<Page> {
  const size = Number(operation.fileSize ?? 0);
  const { groups, next } = await readGroups(session, url, from);
  const records = await recordsOf(session, groups);
  const progress = size > 0 ? Math.min(1, (next ?? size) / size) : null;
  return { records, next: next === null ? null : { operation: operation.id, byte: next }, progress };
}

interface Group {
  head: unknown;
  lines: unknown[];
}

/** Whole orders with their lines from a byte on; `next` is the byte where the following ones begin. */
async function readGroups(
  session: Session,
  url: string,
  from: number,
): Promise<{ groups: Group[]; next: number | null }> {
  for (let size = CHUNK_BYTES; ; size *= 2) {
    const { text, isLast } = await readRange(session, url, from, size);
    const whole = isLast ? text : text.slice(0, text.lastIndexOf("\n") + 1);
    const groups: (Group & { at: number })[] = [];
    let at = from;
    for (const line of whole.split("\n")) {
      const parsed = line === "" ? null : parseJson(line);
      if (parsed === null && line !== "")
        throw new VendorError("unexpected", "bad_line", "A line of the bulk file is no JSON.");
      const isChild = typeof parsed === "object" && parsed !== null && "__parentId" in parsed;
      if (isChild) groups.at(-1)?.lines.push(parsed);
      else if (parsed !== null) groups.push({ head: parsed, lines: [], at });
      at += Buffer.byteLength(line) + 1;
    }
    if (isLast) return { groups, next: null };
    const open = groups.pop();
    if (groups.length > 0 && open) return { groups, next: open.at };
  }
}

async function readRange(
  session: Session,
  url: string,
  from: number,
  size: number,
): Promise<{ text: string; isLast: boolean }> {
  const answer = await session.fetch({
    method: "GET",
    url,
    headers: { range: `bytes=${from}-${from + size - 1}`, "accept-encoding": "identity" },
    timeoutSeconds: 120,
    bytesMax: size + 1024,
  });
  if (answer.status === 416) return { text: "", isLast: true };
  if (answer.status === 200)
    return { text: Buffer.from(answer.text).subarray(from).toString(), isLast: true };
  if (answer.status >= 500)
    throw new VendorError("transient", `http_${answer.status}`, "The bulk file could not be read.");
  if (answer.status !== 206)
    throw new VendorError("refused", `http_${answer.status}`, "The bulk file is not there any more.");
  const total = Number(/\/(\d+)$/.exec(answer.headers["content-range"] ?? "")?.[1] ?? Number.NaN);
  return { text: answer.text, isLast: Number.isNaN(total) ? false : from + size >= total };
}

async function recordsOf(session: Session, groups: readonly Group[]): Promise<SourceRecord[]> {
  const codes = codesOf(session.settings);
  const channel = channelOf(session.settings);
  const orders = groups.map(({ head, lines }) => {
    const items = z.array(lineItem).safeParse(lines).data;
    return { head, lines, node: items && bulkOrder.safeParse(head).data, items: items ?? [] };
  });
  const refunds = await refundsOf(
    session,
    orders.flatMap(({ node }) => node ?? []),
  );
  return orders.flatMap(({ head, lines, node, items }) => {
    if (!node) return unreadableOrder(typeof head === "object" ? { ...head, lineItems: lines } : head);
    const refunded = refunds.get(node.id) ?? [];
    const { refunds: _ids, ...rest } = node;
    const raw = { ...rest, lineItems: items, refunds: refunded };
    return orderRecords(plainOrder(node, items, refunded, codes), channel, raw);
  });
}
