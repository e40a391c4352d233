import { type Period, periods } from "../metrics";

export const teams = ["supply", "marketing", "operator"] as const;
/** Kinds of actions that have a worth of their own. */
export const actionKinds = ["transfer", "ad_pause", "ad_resume", "ad_budget", "publish_quantity"] as const;

/** What an address of the page asks for. */
export interface WorthQuery {
  team: (typeof teams)[number] | null;
  kind: (typeof actionKinds)[number] | null;
  period: Period;
}

type Params = Record<string, string | string[] | undefined> | URLSearchParams;

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
  };
}

/** The part of an address that names the filter. */
export function worthSearch(query: WorthQuery): string {
  const { team, kind, period } = query;
  return new URLSearchParams({ ...(team && { team }), ...(kind && { kind }), period }).toString();
}
