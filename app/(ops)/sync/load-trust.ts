import { getSaid } from "@/app/_edge/get-said";
import { sayStored } from "@/app/_edge/said";
import type { TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Db } from "@/db/client";
import {
  countOrderFlags,
  type FlagFilter,
  listOrderFlags,
  type OrderFlagRow,
} from "@/db/queries/order-flags";
import { countPushed, listPushed, type PushRow } from "@/db/queries/pushes";
import {
  countReconciliations,
  listReconciliations,
  type ReconciliationFilter,
  type ReconciliationRow,
} from "@/db/queries/reconciliations";
import { countRuns, listRuns, type RunFilter, type RunRow } from "@/db/queries/sync";
import {
  countWrongOrders,
  listWrongOrders,
  type WrongOrderFilter,
  type WrongOrderRow,
} from "@/db/queries/wrong-orders";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { sayReason } from "@/lib/services/action/say-reason";
import { accuracyDaysIn } from "./accuracy-address";

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const pageSize = 100;

/** What is asked of a list, its rows as they travel, and the counts of its foot, which only the first page needs. */
async function pageOf<Stored, Row>(
  cursor: string | null,
  list: Promise<{ rows: Stored[]; nextCursor: string | null }>,
  toRow: (stored: Stored) => Row,
  count: (filtered: boolean) => Promise<number | null>,
): Promise<TablePage<Row>> {
  const [page, total, totalUnfiltered] = await Promise.all([
    list,
    cursor ? null : count(true),
    cursor ? null : count(false),
  ]);
  return {
    rows: page.rows.map(toRow),
    nextCursor: page.nextCursor,
    total,
    totalUnfiltered,
    asOf: new Date().toISOString(),
  };
}

/** Dates of a row as they travel to the browser. */
export type Sent<Row> = {
  [Key in keyof Row]: Row[Key] extends Date
    ? string
    : Row[Key] extends Date | null
      ? string | null
      : Row[Key];
};

export type HeldRow = Sent<OrderFlagRow>;

export function readHeldQuery(params: Params) {
  const { filters, q, cursor } = readTableQuery(params, {
    sortKeys: [],
    filterKeys: ["kind", "channel", "state"],
  });
  return { filter: { ...filters, q } satisfies FlagFilter, cursor };
}

/** Orders held for review, newest first. */
export async function loadHeld(db: Db, params: Params): Promise<TablePage<HeldRow>> {
  const { filter, cursor } = readHeldQuery(params);
  return pageOf(
    cursor,
    listOrderFlags(db, { filter, cursor, pageSize }),
    (row) => ({ ...row, placedAt: row.placedAt.toISOString(), raisedAt: row.raisedAt.toISOString() }),
    (filtered) => countOrderFlags(db, filtered ? filter : {}),
  );
}

export type WrongRow = Sent<WrongOrderRow>;

/** Which orders that differ an address asks for: of the exceptions those that still do, of a figure all that it counts. */
export function readWrongQuery(params: Params) {
  const { filters, q, cursor } = readTableQuery(params, {
    sortKeys: [],
    filterKeys: ["field", "channel", "view"],
  });
  const { view, ...chosen } = filters;
  const base: WrongOrderFilter =
    view?.[0] === "accuracy" ? { days: accuracyDaysIn(params), channel: chosen.channel } : { openOnly: true };
  return { filter: { ...base, ...chosen, q } satisfies WrongOrderFilter, base, cursor };
}

/** Orders that are not what their source says, the last placed first. */
export async function loadWrong(db: Db, params: Params): Promise<TablePage<WrongRow>> {
  const { filter, base, cursor } = readWrongQuery(params);
  return pageOf(
    cursor,
    listWrongOrders(db, { filter, cursor, pageSize }),
    (row) => ({
      ...row,
      placedAt: row.placedAt.toISOString(),
      checkedAt: row.checkedAt.toISOString(),
      resolvedAt: row.resolvedAt?.toISOString() ?? null,
    }),
    (filtered) => countWrongOrders(db, filtered ? filter : base),
  );
}

export type HourRow = Sent<ReconciliationRow> & { id: string };

export function readHoursQuery(params: Params) {
  const { filters, cursor } = readTableQuery(params, {
    sortKeys: [],
    filterKeys: ["source", "after", "result"],
  });
  return { filter: filters as ReconciliationFilter, cursor };
}

/** Names a comparison in an address. */
export const hourId = (row: { connectionId: number; hour: string; afterSeconds: number }): string =>
  `${row.connectionId}.${Date.parse(row.hour) / 3_600_000}.${row.afterSeconds}`;

/** The comparison that an address names; null: none. */
export function hourOfId(id: string | undefined) {
  const [connectionId, hours, afterSeconds] = (id ?? "").split(".").map(Number);
  if (!connectionId || !hours || !afterSeconds || !/^\d+\.\d+\.\d+$/.test(id ?? "")) return null;
  const hour = new Date(hours * 3_600_000);
  return Number.isNaN(hour.getTime()) ? null : { connectionId, hour, afterSeconds };
}

/** Hours of a source held against ours, newest first. */
export async function loadHours(db: Db, params: Params): Promise<TablePage<HourRow>> {
  const { filter, cursor } = readHoursQuery(params);
  return pageOf(
    cursor,
    listReconciliations(db, { filter, cursor, pageSize }),
    (row) => {
      const sent = {
        ...row,
        hour: row.hour.toISOString(),
        comparedAt: row.comparedAt?.toISOString() ?? null,
      };
      return { ...sent, id: hourId(sent) };
    },
    (filtered) => countReconciliations(db, filtered ? filter : {}),
  );
}

export type ReadingRow = Sent<Omit<RunRow, "errorSay">> & { kindWord: string };

export function readRunsQuery(params: Params) {
  const { filters, cursor } = readTableQuery(params, {
    sortKeys: [],
    filterKeys: ["source", "kind", "state"],
  });
  return { filter: filters as RunFilter, cursor };
}

/** Readings of all sources, newest first. */
export async function loadRuns(db: Db, params: Params): Promise<TablePage<ReadingRow>> {
  const { filter, cursor } = readRunsQuery(params);
  const said = await getSaid();
  return pageOf(
    cursor,
    listRuns(db, { filter, cursor, pageSize }),
    ({ errorSay, ...row }) => ({
      ...row,
      kindWord: said(say(`imports.kinds.${row.kind}`)) || row.kind,
      error: sayStored(said, errorSay, row.error),
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
    }),
    (filtered) => countRuns(db, filtered ? filter : {}),
  );
}

export type PushedRow = Sent<PushRow> & { undoable: boolean };

/** What of a pushed quantity can still be taken back: not sent yet, or shown by the channel. */
const undoableStates = new Set(["queued", "failed", "unconfirmed", "verified"]);

/** Quantities that were sent to channels lately, newest first. */
export async function loadPushed(db: Db, actor: Actor, params: Params): Promise<TablePage<PushedRow>> {
  const { cursor } = readTableQuery(params, { sortKeys: [], filterKeys: [] });
  const said = await getSaid();
  const allowed = may(actor.role, "decide.operator");
  return pageOf(
    cursor,
    listPushed(db, { cursor, pageSize }),
    (row) => ({
      ...row,
      reason: row.reason && said(sayReason(row.reason)),
      createdAt: row.createdAt.toISOString(),
      undoable: allowed && !row.isUndo && undoableStates.has(row.state),
    }),
    () => countPushed(db),
  );
}
