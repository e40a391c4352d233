import type { Page, Position, ReadRequest, Session, SourceRecord } from "../live-contract";
import { adGroups, campaigns, type Entity, productAds } from "./entities";
import { idsPerFilterMax, type ListPage, listPage } from "./list";
import { campaignRecord, productAdRecord } from "./mapper";
import { ownProfile } from "./profile";
import type { AdGroup, ProductAd } from "./wire-types";

/** One page of campaigns. Amazon lists no changes, so every sync reads all of them. */
export async function readCampaigns(session: Session, request: ReadRequest): Promise<Page> {
  const currency = textAt(request.position, "currency") ?? (await ownProfile(session)).currencyCode;
  const { page, next, progress } = await pageOf(session, campaigns, request);
  const records = page.items.map((one, at) =>
    campaignRecord(one, page.raws[at], { currencyCode: currency }, session.settings.channel),
  );
  return { records, next: next && { ...next, currency }, progress };
}

/** One page of product ads, each with the state of its ad group beside its own. */
export async function readProductAds(session: Session, request: ReadRequest): Promise<Page> {
  const { page, next, progress } = await pageOf(session, productAds, request);
  const groups = await groupsOf(session, page.items);
  const records: SourceRecord[] = page.items.map((ad, at) =>
    productAdRecord(ad, groups.get(ad.adGroupId), page.raws[at]),
  );
  return { records, next, progress };
}

/** The ad groups of some ads by id. Throws VendorError. */
export async function groupsOf(session: Session, ads: readonly ProductAd[]): Promise<Map<string, AdGroup>> {
  const ids = [...new Set(ads.map(({ adGroupId }) => adGroupId))];
  const groups = new Map<string, AdGroup>();
  if (ids.length === 0) return groups;
  let nextToken: string | null = null;
  do {
    const page: ListPage<AdGroup> = await listPage(session, adGroups, { ids, nextToken });
    for (const group of page.items) groups.set(group.adGroupId, group);
    nextToken = page.nextToken;
  } while (nextToken !== null);
  return groups;
}

interface PageAndNext<T> {
  page: ListPage<T>;
  next: Position | null;
  progress: number | null;
}

/** `seen` counts entities for the progress, `from` the ids that are done. */
async function pageOf<T>(
  session: Session,
  entity: Entity<T>,
  { scope, position }: ReadRequest,
): Promise<PageAndNext<T>> {
  const nextToken = textAt(position, "nextToken");
  const from = Number(position?.from ?? 0);
  const ids = scope.kind === "ids" ? scope.ids.slice(from, from + idsPerFilterMax) : undefined;
  const page = await listPage(session, entity, { ...(ids ? { ids } : {}), nextToken });
  const seen = Number(position?.seen ?? 0) + page.items.length;
  const progress = page.total ? Math.min(seen / page.total, 1) : null;
  if (page.nextToken !== null) return { page, next: { nextToken: page.nextToken, seen, from }, progress };
  const more = scope.kind === "ids" && from + idsPerFilterMax < scope.ids.length;
  return { page, next: more ? { nextToken: null, seen, from: from + idsPerFilterMax } : null, progress };
}

function textAt(position: Position | null, key: string): string | null {
  const value = position?.[key];
  return typeof value === "string" ? value : null;
}
