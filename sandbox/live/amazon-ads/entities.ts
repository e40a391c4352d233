import type { LiveFaults } from "../contract";
import type { LiveAnswer } from "../serving/serve";
import type { AdsState, EntityState } from "./state";

const pageSizeMax = 1000;
const perCallMax = 1000;

type Held = { state: EntityState; createdAt: Date; updatedAt: Date };

interface Kind {
  list: string;
  one: string;
  idKey: string;
  filter: string;
  filterMax: number;
  mediaType: string;
  of: (state: AdsState) => ReadonlyMap<string, Held>;
  /** The body of one, without its extended data. */
  show: (state: AdsState, id: string) => Record<string, unknown>;
}

export const kinds: Readonly<Record<string, Kind>> = {
  "/sp/campaigns": {
    list: "campaigns",
    one: "campaign",
    idKey: "campaignId",
    filter: "campaignIdFilter",
    filterMax: 1000,
    mediaType: "application/vnd.spCampaign.v3+json",
    of: (state) => state.campaigns,
    show: (state, id) => {
      const one = state.campaigns.get(id);
      return {
        budget: { budget: one?.budgetPerDay, budgetType: "DAILY" },
        campaignId: id,
        dynamicBidding: { placementBidding: [], strategy: "AUTO_FOR_SALES" },
        name: one?.name,
        startDate: one?.createdAt.toISOString().slice(0, 10),
        targetingType: "AUTO",
      };
    },
  },
  "/sp/adGroups": {
    list: "adGroups",
    one: "adGroup",
    idKey: "adGroupId",
    filter: "adGroupIdFilter",
    filterMax: 1000,
    mediaType: "application/vnd.spAdGroup.v3+json",
    of: (state) => state.adGroups,
    show: (state, id) => {
      const one = state.adGroups.get(id);
      return { adGroupId: id, campaignId: one?.campaignId, defaultBid: 0.75, name: one?.name };
    },
  },
  "/sp/productAds": {
    list: "productAds",
    one: "productAd",
    idKey: "adId",
    filter: "adIdFilter",
    filterMax: 1000,
    mediaType: "application/vnd.spProductAd.v3+json",
    of: (state) => state.productAds,
    show: (state, id) => {
      const ad = state.productAds.get(id);
      const { adGroupId, campaignId, sku, asin } = ad ?? {};
      return { adGroupId, adId: id, ...(asin ? { asin } : {}), campaignId, sku };
    },
  },
};

const invalid = (message: string): LiveAnswer => ({
  status: 400,
  body: { code: "INVALID_ARGUMENT", message },
});

function shown(kind: Kind, state: AdsState, id: string, extended: boolean): Record<string, unknown> {
  const held = kind.of(state).get(id);
  const times = {
    creationDateTime: held?.createdAt.toISOString(),
    lastUpdateDateTime: held?.updatedAt.toISOString(),
  };
  return { ...kind.show(state, id), state: held?.state, ...(extended ? { extendedData: times } : {}) };
}

/** One page, by a token that says how many came before. With repeated pages, every page has a twin after it. */
export function list(
  kind: Kind,
  state: AdsState,
  body: Record<string, unknown>,
  faults: LiveFaults,
): LiveAnswer {
  const included = includes(body[kind.filter]);
  if (included && included.length > kind.filterMax)
    return invalid(`${kind.filter} takes at most ${kind.filterMax} ids`);
  const states = includes(body.stateFilter);
  const ids = [...kind.of(state)]
    .filter(([id, held]) => (!included || included.includes(id)) && (!states || states.includes(held.state)))
    .map(([id]) => id);
  const size = Math.min(Number(body.maxResults ?? pageSizeMax), pageSizeMax);
  const token = body.nextToken === undefined ? null : /^page:(\d+):(\d)$/.exec(String(body.nextToken));
  if (body.nextToken !== undefined && !token) return invalid("nextToken is not valid");
  const from = Number(token?.[1] ?? 0);
  const again = faults.repeatPages && token?.[2] !== "2";
  const end = from + size;
  const nextToken = again ? `page:${from}:2` : end < ids.length ? `page:${end}:1` : undefined;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: {
      [kind.list]: ids
        .slice(from, end)
        .map((id) => shown(kind, state, id, body.includeExtendedDataFields === true)),
      ...(nextToken ? { nextToken } : {}),
      totalResults: ids.length,
    },
  };
}

function includes(filter: unknown): string[] | null {
  if (typeof filter !== "object" || filter === null || !("include" in filter)) return null;
  return Array.isArray(filter.include) ? filter.include.map(String) : null;
}

/** Changes state and budget, entry by entry. What it does not know among the fields it passes over without a word. */
export function update(
  kind: Kind,
  state: AdsState,
  body: Record<string, unknown>,
  faults: LiveFaults,
  now: Date,
): LiveAnswer {
  const entries = body[kind.list];
  if (!Array.isArray(entries)) return invalid(`${kind.list} is required`);
  if (entries.length > perCallMax) return invalid(`at most ${perCallMax} ${kind.list} a request`);
  const success: unknown[] = [];
  const error: unknown[] = [];
  for (const [index, entry] of entries.entries()) {
    const fields: Record<string, unknown> = typeof entry === "object" && entry !== null ? entry : {};
    const id = String(fields[kind.idKey] ?? "");
    const held = kind.of(state).get(id);
    if (!held) error.push(problem(index, "entityNotFoundError", "ENTITY_NOT_FOUND", `${kind.one} not found`));
    else if (held.state === "ARCHIVED")
      error.push(
        problem(index, "entityStateError", "CANNOT_UPDATE_ARCHIVED_ENTITY", "archived cannot change"),
      );
    else if (fields.state !== undefined && fields.state !== "ENABLED" && fields.state !== "PAUSED")
      error.push(problem(index, "malformedValueError", "ENUM_VALUE_IS_INVALID", "state is not valid"));
    else {
      if (!faults.lie) change(held, fields, now);
      success.push({ [kind.idKey]: id, index, [kind.one]: shown(kind, state, id, true) });
    }
  }
  return { status: 207, body: { [kind.list]: { error, success } } };
}

function change(held: Held, fields: Record<string, unknown>, now: Date): void {
  const wanted = fields.state;
  const budget = fields.budget;
  if ((wanted === "ENABLED" || wanted === "PAUSED") && held.state !== wanted)
    Object.assign(held, { state: wanted, updatedAt: now });
  if (typeof budget === "object" && budget !== null && "budget" in budget)
    Object.assign(held, { budgetPerDay: Number(budget.budget), updatedAt: now });
}

const problem = (index: number, errorType: string, reason: string, message: string) => ({
  index,
  errors: [{ errorType, errorValue: { [errorType]: { reason, message } } }],
});
