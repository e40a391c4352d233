import { addDays } from "@/lib/core/clock";
import { type Period, periods } from "../metrics";

export const teams = ["supply", "marketing", "operator"] as const;
/** Kinds of actions that have a worth of their own. */
export const actionKinds = ["transfer", "ad_pause", "ad_resume", "ad_budget", "publish_quantity"] as const;

/** What an address of the page asks for. */
export interface WorthQuery {
  team: (typeof teams)[number] | null;
  kind: (typeof actionKinds)[number] | null;
  period: Period;
  /** First day of one week, a Monday, instead of the period; null: all of it. */
  week: string | null;
}

type Params = Record<string, string | string[] | undefined> | URLSearchParams;

/** The Monday of an ISO day; null: it is none. */
function mondayOf(day: string | undefined | null): string | null {
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return null;
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** Reads an address; what it does not know falls back to everything of 13 weeks. */
export function readWorthQuery(params: Params): WorthQuery {
  const get = (name: string) => {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    team: teams.find((one) => one === get("team")) ?? null,
    kind: actionKinds.find((one) => one === get("kind")) ?? null,
    period: (Object.keys(periods) as Period[]).find((one) => one === get("period")) ?? "13w",
    week: mondayOf(get("week")),
  };
}

/** The part of an address that names the filter. */
export function worthSearch(query: WorthQuery): string {
  const { team, kind, period, week } = query;
  return new URLSearchParams({
    ...(team && { team }),
    ...(kind && { kind }),
    period,
    ...(week && { week }),
  }).toString();
}

/** The report of a query, as an address. */
export const worthHref = (query: Partial<WorthQuery>): string =>
  `/reports/decisions?${worthSearch({ ...readWorthQuery({}), ...query })}`;
