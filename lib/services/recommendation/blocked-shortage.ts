import type { PolicyRules } from "@/lib/services/policy/rules";
import { toCandidate, uniqueEvidence } from "./candidate";
import { arrivalEvidence, forecastEvidence, marginEvidence, orderEvidence, stockEvidence } from "./evidence";
import { clashEvidence } from "./lane-clashes";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import { shortageSubject } from "./shortage-subject";
import type { BlockedReason, Candidate } from "./types";

/**
 * A shortage of which nothing can be decided, with the reasons: what is missing for it, or that no lane can carry it. It has no
 * options, since none could be put at a value.
 */
export function blockedShortage(
  inputs: Inputs,
  sku: SkuInput,
  shelf: ShelfInput,
  reasons: readonly BlockedReason[],
  { lossMinorPerDay, rules }: { lossMinorPerDay: number | null; rules: PolicyRules },
): Candidate | null {
  const location = inputs.locations.get(shelf.locationId);
  if (!location) return null;
  const subject = shortageSubject(inputs, sku, { shelf, location }, { lossMinorPerDay, donors: [] });
  const candidate = toCandidate(
    {
      ...subject,
      options: [],
      evidence: uniqueEvidence([
        stockEvidence(inputs, sku, shelf, rules),
        forecastEvidence(inputs, sku, shelf),
        arrivalEvidence(inputs, shelf),
        marginEvidence(shelf.marginMinor, inputs, shelf),
        ...clashEvidence(inputs, sku, shelf),
        ...orderEvidence(inputs, shelf, rules),
      ]),
      lossMinorPerDay: lossMinorPerDay ?? 0,
      state: shelf.state,
      packSizeUnits: sku.packSize,
    },
    inputs.now,
  );
  return { ...candidate, blockedReasons: [...reasons, ...candidate.blockedReasons] };
}

/** What is missing for the margin of a SKU that has none: its cost, its price, or the rate of their currency. */
export function missingForMargin(sku: SkuInput): BlockedReason[] {
  const params = { skuCode: sku.code, currency: sku.currency };
  const found: BlockedReason[] = [];
  if (!sku.hasCost) found.push({ key: "missing_cost", params });
  if (!sku.hasPrice && sku.hasCost) found.push({ key: "missing_price", params });
  return found.length > 0 ? found : [{ key: "missing_rate", params }];
}
