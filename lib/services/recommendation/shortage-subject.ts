import type { Inputs, LocationInput, ShelfInput, SkuInput } from "./load-inputs";
import type { Candidate, Params } from "./types";

type Subject = Pick<
  Candidate,
  "kind" | "team" | "subjectKey" | "skuId" | "locationId" | "campaignId" | "productAdId" | "problem"
>;

/** What a shortage is about: the SKU, the place, and the sentence that states it. A loss of null is not known. */
export function shortageSubject(
  inputs: Inputs,
  sku: SkuInput,
  { shelf, location }: { shelf: ShelfInput; location: LocationInput },
  more: { lossMinorPerDay: number | null; donors: number[]; params?: Params },
): Subject {
  return {
    kind: "shortage",
    team: "supply",
    subjectKey: `shortage:${sku.id}:${shelf.locationId}`,
    skuId: sku.id,
    locationId: shelf.locationId,
    campaignId: null,
    productAdId: null,
    problem: {
      key: shelf.state === "out" ? "shortage.out" : "shortage.at_risk",
      params: {
        skuCode: sku.code,
        skuTitle: sku.title,
        locationId: shelf.locationId,
        locationCode: location.code,
        locationName: location.name,
        availableUnits: shelf.available,
        incomingUnits: shelf.incoming,
        meanUnitsPerDay: shelf.meanPerDay,
        coverDays: shelf.coverDays,
        gapDays: Math.round(shelf.gapDays * 10) / 10,
        nextArrivalAt: shelf.nextArrivalAt?.toISOString() ?? null,
        stockoutProbability: shelf.stockoutProbability,
        currency: inputs.currency,
        lossMinorPerDay: more.lossMinorPerDay,
        ...more.params,
      },
      locationIds: [shelf.locationId, ...more.donors],
    },
  };
}
