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

/** A place of the shop. Shopify knows no time zone of a place: the shop's own stands in for it. */
export function locationRecord(
  location: LocationNode,
  shop: { timeZone: string; country: string | null },
  codes: Codes,
): SourceRecord {
  const kind = location.isFulfillmentService ? "3pl" : location.localPickupSettingsV2 ? "store" : "warehouse";
  const fields = {
    code: codes.place(location) ?? location.name,
    name: location.name,
    kind,
    country: location.address.countryCode || shop.country,
    timeZone: shop.timeZone,
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
