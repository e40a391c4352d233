import type { SourceRecord } from "@/lib/connectors/live-contract";
import { type Codes, skuCode } from "./codes";
import { legacyId } from "./ids";
import { stateOf } from "./versions";
import type { LevelNode, LocationNode } from "./wire-types";

/** States of units that lie there and cannot be sold. Committed ones follow from the open orders. */
const UNAVAILABLE = ["reserved", "damaged", "safety_stock", "quality_control"];

/** What lies at a place. Nothing where the shop does not count, because unknown is not zero. */
export function stockRecords(level: LevelNode, codes: Codes): SourceRecord[] {
  const location = codes.place(level.location);
  if (!level.isActive || !level.item.tracked || location === null) return [];
  const unitsOf = (name: string) => level.quantities.find((one) => one.name === name)?.quantity;
  const onHand = unitsOf("on_hand");
  if (onHand === undefined) return [];
  const unavailable = UNAVAILABLE.reduce((sum, name) => sum + (unitsOf(name) ?? 0), 0);
  const fields = {
    sku: skuCode(level.item.sku, null, `item:${legacyId(level.item.id)}`),
    location,
    onHand,
    unavailable: Math.max(0, unavailable),
    reason: "reading",
    asOf: level.updatedAt,
  };
  return [
    {
      kind: "stock",
      id: level.id,
      version: stateOf(level.updatedAt, fields),
      fields,
      raw: level,
      eventAt: level.updatedAt,
    },
  ];
}

/** What a shop says of itself. */
export interface ShopFacts {
  name: string;
  currency: string;
  timeZone: string;
  country: string | null;
}

/** A place of the shop. Shopify knows no time zone of a place: its country's stands in for it, else the shop's own. */
export function locationRecord(location: LocationNode, shop: ShopFacts, codes: Codes): SourceRecord {
  const kind = location.isFulfillmentService ? "3pl" : location.localPickupSettingsV2 ? "store" : "warehouse";
  const country = location.address.countryCode || shop.country;
  const fields = {
    code: codes.place(location) ?? location.name,
    name: location.name,
    kind,
    country,
    timeZone: zoneOf(country, shop.timeZone),
    active: location.isActive,
  };
  return {
    kind: "locations",
    id: location.id,
    version: stateOf(location.updatedAt, fields),
    fields: { ...fields, updatedAt: location.updatedAt },
    raw: location,
    eventAt: location.updatedAt,
  };
}

/** The shop as a channel, served by the places that send out what is ordered online. */
export function channelRecord(
  code: string,
  shop: ShopFacts,
  places: readonly LocationNode[],
  codes: Codes,
): SourceRecord {
  const serving = places.filter(({ isActive, fulfillsOnlineOrders }) => isActive && fulfillsOnlineOrders);
  const fields = {
    code,
    name: shop.name,
    kind: "own_shop",
    currency: shop.currency,
    country: shop.country,
    timeZone: shop.timeZone,
    locations: serving.map((place) => codes.place(place) ?? place.name),
  };
  return { kind: "channels", id: code, version: null, fields, raw: shop, eventAt: null };
}

/** The zone of a country that has one; the shop's where there are several. */
function zoneOf(country: string | null, shopZone: string): string {
  if (!country) return shopZone;
  const zones = zonesOf(country);
  const [only] = zones;
  return zones.length === 1 && only ? only : shopZone;
}

/** By Intl's own data, under the one name or the other that it has for it. */
function zonesOf(country: string): readonly string[] {
  const locale: object = new Intl.Locale(`und-${country}`);
  const zones: unknown =
    "getTimeZones" in locale && typeof locale.getTimeZones === "function"
      ? locale.getTimeZones()
      : "timeZones" in locale
        ? locale.timeZones
        : [];
  return Array.isArray(zones) ? zones.filter((zone) => typeof zone === "string") : [];
}
