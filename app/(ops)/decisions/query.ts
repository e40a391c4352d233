import type { QueueFilter, QueueTab } from "@/db/queries/recommendations";
import type { RecommendationKind, Team } from "@/lib/services/recommendation/types";

/** The tabs as the address names them. */
export const tabNames = {
  todo: "to_decide",
  way: "on_the_way",
  done: "done",
  snoozed: "snoozed",
  closed: "closed",
} as const satisfies Record<string, QueueTab>;
export type TabName = keyof typeof tabNames;
export const tabs = Object.keys(tabNames) as TabName[];

export const teams = ["supply", "marketing", "operator"] as const satisfies readonly Team[];
export const kinds = [
  "shortage",
  "ad_pause",
  "ad_resume",
  "ad_budget",
  "excess",
] as const satisfies readonly RecommendationKind[];

/** What an address of the Decisions page asks for. */
export interface DecisionsQuery {
  /** Null: not said; the page takes the tab of the opened item, else what is to decide. */
  tab: TabName | null;
  id: number | null;
  /** An action whose item is to be opened, as notices name it. */
  action: string | null;
  team: Team | null;
  kind: RecommendationKind | null;
  mine: boolean;
  q: string | null;
  cursor: string | null;
}

type Params = Record<string, string | string[] | undefined> | URLSearchParams;

/** Reads an address; what it does not know it leaves out. */
export function readDecisionsQuery(params: Params): DecisionsQuery {
  const get = (name: string): string | null => {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    return (Array.isArray(value) ? value[0] : value) || null;
  };
  const id = Number(get("id"));
  return {
    tab: tabs.find((one) => one === get("tab")) ?? null,
    id: Number.isSafeInteger(id) && id > 0 ? id : null,
    action: get("action"),
    team: teams.find((one) => one === get("team")) ?? null,
    kind: kinds.find((one) => one === get("kind")) ?? null,
    mine: get("mine") === "1",
    q: get("q"),
    cursor: get("cursor"),
  };
}

/** The filter of the lists, for one person. */
export function filterOf(query: DecisionsQuery, personId: string): QueueFilter {
  return {
    ...(query.team && { team: [query.team] }),
    ...(query.kind && { kind: [query.kind] }),
    ...(query.mine && { mineOf: personId }),
    ...(query.q && { q: query.q }),
  };
}

/** An address of the page with some of its parts changed; null takes a part out. */
export function decisionsHref(
  query: Pick<DecisionsQuery, "tab" | "team" | "mine" | "q" | "kind">,
  change: Partial<Record<"tab" | "team" | "mine" | "q" | "kind" | "id", string | null>> = {},
): string {
  const parts: Record<string, string | null> = {
    tab: query.tab === "todo" ? null : query.tab,
    team: query.team,
    kind: query.kind,
    mine: query.mine ? "1" : null,
    q: query.q,
    ...change,
  };
  const search = new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  return search.size > 0 ? `/decisions?${search}` : "/decisions";
}
