import { z } from "zod";
import type { Page, ReadRequest, Session } from "@/lib/connectors/live-contract";
import { query } from "../client";
import { codesOf } from "../codes";
import { IDS, levelsByIdQuery, levelsQuery, locationsQuery, ROWS } from "../documents";
import { channelRecord, locationRecord, type ShopFacts, stockRecords } from "../map-stock";
import { channelOf } from "../settings";
import { type LocationNode, level, location, pageOf } from "../wire-types";
import { changedFilter, cursorOf, idsAt, nextCursor } from "./filters";

const locationsShape = z.object({
  shop: z.object({
    name: z.string(),
    currencyCode: z.string().length(3),
    ianaTimezone: z.string(),
    shopAddress: z.object({ countryCodeV2: z.string().nullish() }),
  }),
  locations: pageOf(location),
});
const levelsShape = z.object({ location: z.object({ inventoryLevels: pageOf(level) }).nullable() });
const levelsByIdShape = z.object({ nodes: z.array(level.nullable()) });

/** The shop as a channel and all its places, closed ones too. Shopify lists them whole: what did not change is the same record again. */
export async function readLocations(session: Session, { scope }: ReadRequest): Promise<Page> {
  const { shop, locations } = await shopAndLocations(session);
  const codes = codesOf(session.settings);
  const wanted = ({ id }: LocationNode) =>
    scope.kind !== "ids" || scope.ids.some((one) => id === one || id.endsWith(`/${one}`));
  const places = locations.filter(wanted).map((node) => locationRecord(node, shop, codes));
  const channel = channelRecord(channelOf(session.settings), shop, locations, codes);
  return { records: scope.kind === "ids" ? places : [...places, channel], next: null, progress: 1 };
}

/** Levels place by place: those that changed, those that are named, or all. */
export async function readStock(session: Session, { scope, position }: ReadRequest): Promise<Page> {
  const codes = codesOf(session.settings);
  if (scope.kind === "ids") {
    const { ids, next, progress } = idsAt(scope.ids, position, IDS.levels);
    if (ids.length === 0) return { records: [], next, progress };
    const { nodes } = await query(session, levelsByIdQuery, { ids }, levelsByIdShape);
    return { records: nodes.flatMap((node) => (node ? stockRecords(node, codes) : [])), next, progress };
  }
  const places = typeof position?.places === "string" ? position.places.split(" ") : await placeIds(session);
  const at = typeof position?.at === "number" ? position.at : 0;
  const place = places[at];
  if (place === undefined) return { records: [], next: null, progress: 1 };
  const answer = await query(
    session,
    levelsQuery,
    { location: place, first: ROWS.levels, after: cursorOf(position), query: changedFilter(scope) },
    levelsShape,
  );
  const levels = answer.location?.inventoryLevels;
  const cursor = levels ? nextCursor(levels.pageInfo) : null;
  const further = cursor ? { at, ...cursor } : at + 1 < places.length ? { at: at + 1 } : null;
  return {
    records: levels?.nodes.flatMap((node) => stockRecords(node, codes)) ?? [],
    next: further && { ...further, places: places.join(" ") },
    progress: (at + (cursor ? 0.5 : 1)) / places.length,
  };
}

/** All places that may hold stock, so that paging goes on over the same ones. */
async function placeIds(session: Session): Promise<string[]> {
  return (await allLocations(session)).filter(({ isActive }) => isActive).map(({ id }) => id);
}

/** Every place of the shop. */
export const allLocations = async (session: Session): Promise<readonly LocationNode[]> =>
  (await shopAndLocations(session)).locations;

async function shopAndLocations(session: Session): Promise<{ shop: ShopFacts; locations: LocationNode[] }> {
  const found: LocationNode[] = [];
  for (let after: string | null = null; ; ) {
    const variables = { first: ROWS.locations, after };
    const { shop, locations } = await query(session, locationsQuery, variables, locationsShape);
    found.push(...locations.nodes);
    const next = nextCursor(locations.pageInfo);
    if (next) {
      after = next.cursor;
      continue;
    }
    const country = shop.shopAddress.countryCodeV2 ?? null;
    const facts = { name: shop.name, currency: shop.currencyCode, timeZone: shop.ianaTimezone, country };
    return { shop: facts, locations: found };
  }
}
