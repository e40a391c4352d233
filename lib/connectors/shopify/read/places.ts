import { z } from "zod";
import type { Page, ReadRequest, Session } from "@/lib/connectors/live-contract";
import { query } from "../client";
import { codesOf } from "../codes";
import { IDS, levelsByIdQuery, levelsQuery, locationsQuery, ROWS } from "../documents";
import { locationRecord, stockRecords } from "../map-stock";
import { type LocationNode, level, location, pageOf } from "../wire-types";
import { changedFilter, cursorOf, idsAt, nextCursor } from "./filters";

const locationsShape = z.object({
  shop: z.object({
    ianaTimezone: z.string(),
    shopAddress: z.object({ countryCodeV2: z.string().nullish() }),
  }),
  locations: pageOf(location),
});
const levelsShape = z.object({ location: z.object({ inventoryLevels: pageOf(level) }).nullable() });
const levelsByIdShape = z.object({ nodes: z.array(level.nullable()) });

/** The shop's places, closed ones too. Shopify lists them whole: what did not change is the same record again. */
export async function readLocations(session: Session, { scope, position }: ReadRequest): Promise<Page> {
  const { shop, locations } = await query(
    session,
    locationsQuery,
    { first: ROWS.locations, after: cursorOf(position) },
    locationsShape,
  );
  const codes = codesOf(session.settings);
  const own = { timeZone: shop.ianaTimezone, country: shop.shopAddress.countryCodeV2 ?? null };
  const wanted = (node: LocationNode) =>
    scope.kind !== "ids" || scope.ids.some((id) => node.id === id || node.id.endsWith(`/${id}`));
  const records = locations.nodes.filter(wanted).map((node) => locationRecord(node, own, codes));
  return { records, next: nextCursor(locations.pageInfo), progress: null };
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
export async function allLocations(session: Session): Promise<LocationNode[]> {
  const found: LocationNode[] = [];
  for (let after: string | null = null; ; ) {
    const { locations } = await query(
      session,
      locationsQuery,
      { first: ROWS.locations, after },
      locationsShape,
    );
    found.push(...locations.nodes);
    const next = nextCursor(locations.pageInfo);
    if (!next) return found;
    after = next.cursor;
  }
}
