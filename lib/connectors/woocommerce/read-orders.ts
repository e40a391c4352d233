import { z } from "zod";
import {
  type Gone,
  type Page,
  type Position,
  type ReadRequest,
  type Session,
  type SourceRecord,
  VendorError,
} from "../live-contract";
import { call, callAll, read } from "./client";
import { utc } from "./codes";
import { orderRecords } from "./map-order";
import { type Order, order, refund } from "./wire-types";

const perPage = 100;

/**
 * Orders by the time they changed (or were placed, in a backfill). The next page begins at the last one's time and not at
 * a page number: an order that changes meanwhile moves to the end, and with page numbers the one behind it would be
 * skipped. Page numbers serve only within one second that fills a page. Throws VendorError.
 */
export async function readOrders(session: Session, { scope, position }: ReadRequest): Promise<Page> {
  if (scope.kind === "ids") return readByIds(session, scope.ids, position);
  const changed = scope.kind === "incremental";
  const begin = changed ? scope.since : scope.from;
  const after = typeof position?.after === "string" ? position.after : begin && before(begin);
  const page = typeof position?.page === "number" ? position.page : 1;
  const { content, headers } = await call(session, {
    method: "GET",
    path: "/wc/v3/orders",
    query: {
      orderby: changed ? "modified" : "date",
      order: "asc",
      dates_are_gmt: "true",
      per_page: String(perPage),
      page: String(page),
      ...(after ? { [changed ? "modified_after" : "after"]: shopTime(after) } : {}),
      ...(changed ? {} : { before: shopTime(scope.until) }),
    },
  });
  const orders = read(z.array(order), content, "orders");
  const records = await recordsOf(session, orders, content);
  const pages = Number(headers["x-wp-totalpages"] ?? (orders.length < perPage ? page : page + 1));
  if (orders.length === 0 || page >= pages) return { records, next: null, progress: 1 };
  const last = orders.at(-1);
  const lastAt = utc(changed ? last?.date_modified_gmt : last?.date_created_gmt);
  const onward = lastAt === null ? null : before(lastAt);
  const next: Position =
    onward !== null && (!after || onward > after)
      ? { after: onward, page: 1 }
      : { after: after ?? null, page: page + 1 };
  return { records, next, progress: progressOf(begin, lastAt, scope.until) };
}

/** The filters leave out the very second they name. */
const before = (at: string): string => new Date(Date.parse(at) - 1000).toISOString();

const shopTime = (at: string): string => new Date(at).toISOString().slice(0, 19);

function progressOf(begin: string | null, at: string | null, until: string): number | null {
  if (begin === null || at === null) return null;
  const share = (Date.parse(at) - Date.parse(begin)) / (Date.parse(until) - Date.parse(begin));
  return Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : null;
}

/** The list leaves out what lies in the bin; such orders are asked for singly, and those gone for good have no answer. */
async function readByIds(session: Session, ids: readonly string[], position: Position | null): Promise<Page> {
  const from = typeof position?.from === "number" ? position.from : 0;
  const part = ids.slice(from, from + perPage);
  const next = from + perPage < ids.length ? { from: from + perPage } : null;
  if (part.length === 0) return { records: [], next, progress: null };
  const { content } = await call(session, {
    method: "GET",
    path: "/wc/v3/orders",
    query: { include: part.join(","), per_page: String(perPage) },
  });
  const listed = read(z.array(order), content, "orders");
  const records = await recordsOf(session, listed, content);
  const gone: Gone[] = [];
  for (const id of part.filter((one) => !listed.some((found) => found.id === one))) {
    const one = await readOne(session, id);
    if (one) records.push(...one);
    else gone.push({ kind: "order", id });
  }
  return { records, next, progress: (from + part.length) / ids.length, gone };
}

/** Null: it is gone for good. */
async function readOne(session: Session, id: string): Promise<SourceRecord[] | null> {
  try {
    const { content } = await call(session, {
      method: "GET",
      path: `/wc/v3/orders/${encodeURIComponent(id)}`,
    });
    return await recordsOf(session, [read(order, content, "orders")], [content]);
  } catch (error) {
    if (error instanceof VendorError && error.code === "http_404") return null;
    throw error;
  }
}

async function recordsOf(
  session: Session,
  orders: readonly Order[],
  content: unknown,
): Promise<SourceRecord[]> {
  const raws: unknown[] = Array.isArray(content) ? content : [];
  const records: SourceRecord[] = [];
  for (const [at, one] of orders.entries()) {
    const refunds =
      one.refunds.length === 0
        ? { items: [], raws: [] }
        : await callAll(session, `/wc/v3/orders/${one.id}/refunds`, refund, "refunds");
    const raw = refunds.raws.length === 0 ? raws[at] : { order: raws[at], refunds: refunds.raws };
    records.push(...orderRecords(one, refunds.items, session.settings, raw));
  }
  return records;
}
