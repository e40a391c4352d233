import { readTableQuery } from "@/components/data-table/query";
import type { Queryable } from "@/db/client";
import {
  type AlertFilter,
  type AlertRow,
  type AlertState,
  alertSources,
  countAlerts,
  listAlerts,
} from "@/db/queries/alerts";

/** An alert as it travels to the browser. */
export type AlertItem = Omit<
  AlertRow,
  "beganAt" | "lastSeenAt" | "acknowledgedAt" | "snoozedUntil" | "endedAt"
> & {
  beganAt: string;
  acknowledgedAt: string | null;
  snoozedUntil: string | null;
  endedAt: string | null;
};

export const alertStates = ["open", "acknowledged", "snoozed", "ended"] as const satisfies AlertState[];
/** How long ended alerts are shown. */
export const endedDays = 14;
/** Names of the filters in the address. */
export const alertFilters = ["severity", "kind", "source"] as const;

type Params = Record<string, string | string[] | undefined>;

/** What an address asks for: the tab and the filters. */
export function readAlertQuery(params: Params, now: Date): { state: AlertState; filter: AlertFilter } {
  const { filters } = readTableQuery(params, { sortKeys: [], filterKeys: alertFilters });
  const state = alertStates.find((one) => one === params.state) ?? "open";
  return { state, filter: { ...filters, endedAfter: new Date(now.getTime() - endedDays * 86_400_000) } };
}

/** The alerts of a tab with the counts of all tabs, and the sources that can be filtered by. */
export async function loadAlerts(db: Queryable, params: Params, now: Date) {
  const { state, filter } = readAlertQuery(params, now);
  const [rows, counts, sources] = await Promise.all([
    listAlerts(db, { ...filter, state }),
    countAlerts(db, filter),
    alertSources(db, filter.endedAfter),
  ]);
  return { state, filter, items: rows.map(itemOf), counts, sources };
}

/** A row with its times as text. */
export function itemOf(row: AlertRow): AlertItem {
  const { lastSeenAt: _, beganAt, acknowledgedAt, snoozedUntil, endedAt, ...rest } = row;
  return {
    ...rest,
    beganAt: beganAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    snoozedUntil: snoozedUntil?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
