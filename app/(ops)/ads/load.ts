import { getSaid } from "@/app/_edge/get-said";
import type { Sort, TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import { readPastMoment } from "@/components/past/read-moment";
import type { Db, Queryable } from "@/db/client";
import {
  type AdFilter,
  type AdList,
  type AdSort,
  adLists,
  adSorts,
  countAds,
  listAds,
  type AdRow as StoredRow,
} from "@/db/queries/ads";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { type CampaignBudget, listBudgetChanges } from "@/lib/services/action/list-budget-changes";
import { sayReason } from "@/lib/services/action/say-reason";
import { readRecords } from "@/lib/services/past/records/read-records";

/** A row as it travels to the browser. */
export type AdRow = Omit<StoredRow, "stateAsOf" | "id"> & {
  id: string;
  stateAsOf: string | null;
  /** Of the campaign. */
  budget: BudgetOfRow | null;
};

/** A daily budget, whether this person may set it, and what became of the last time. */
export interface BudgetOfRow extends CampaignBudget {
  allowed: boolean;
}

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const defaultSort: Sort = { key: "wasted", direction: "desc" };
const pageSize = 100;

/** Which ads, under which filters, out of an address. Without a list: all. */
export function readAdsQuery(params: Params) {
  const query = readTableQuery(params, {
    sortKeys: adSorts,
    filterKeys: ["kind", "channel", "list"],
    defaultSort,
  });
  const { list: asked, ...filters } = query.filters;
  const list: AdList = adLists.find((one) => one === asked?.[0]) ?? "all";
  const filter: AdFilter = { ...filters, q: query.q };
  return { list, filter, sort: query.sort ?? defaultSort, cursor: query.cursor };
}

/** One page of ads, as of now or of the moment in its address. */
export function readAds(db: Db, actor: Actor, params: Params): Promise<TablePage<AdRow>> {
  const asOf = readPastMoment(params instanceof URLSearchParams ? params.get("asOf") : params.asOf);
  return asOf
    ? readRecords(db, asOf, (past) => loadAds(past, actor, params, asOf))
    : loadAds(db, actor, params, null);
}

/** One page of ads with the counts of the foot; `asOf` null: now. */
export async function loadAds(
  db: Queryable,
  actor: Actor,
  params: Params,
  asOf: Date | null,
): Promise<TablePage<AdRow>> {
  const now = asOf ?? new Date();
  const { list, filter, sort, cursor } = readAdsQuery(params);
  const [page, total, totalUnfiltered] = await Promise.all([
    listAds(db, {
      list,
      filter,
      sort: { key: sort.key as AdSort, direction: sort.direction },
      cursor,
      pageSize,
      now,
    }),
    cursor ? null : countAds(db, list, filter, now),
    cursor ? null : countAds(db, "all", {}, now),
  ]);
  const said = await getSaid();
  const allowed = asOf === null && may(actor.role, "decide.marketing");
  const campaignIds = [...new Set(page.rows.map(({ campaignId }) => campaignId))];
  const budgets = new Map((await listBudgetChanges(db, campaignIds)).map((one) => [one.campaignId, one]));
  const budgetOf = (campaignId: number): BudgetOfRow | null => {
    const found = budgets.get(campaignId);
    if (!found) return null;
    // What became of a budget that was sent is told of now alone.
    const last = asOf ? null : found.last;
    const reason = last?.reason ? said(sayReason(last.reason)) : null;
    return { ...found, allowed, last: last && { ...last, reason } };
  };
  const rows = page.rows.map((row) => ({
    ...row,
    // Of the past nobody can enter what is missing.
    lacks: asOf ? null : row.lacks,
    id: String(row.id),
    budget: budgetOf(row.campaignId),
    stateAsOf: row.stateAsOf?.toISOString() ?? null,
  }));
  const readings = rows.map((row) => row.stateAsOf).filter((at) => at !== null);
  return { rows, nextCursor: page.nextCursor, total, totalUnfiltered, asOf: readings.sort()[0] ?? null };
}
