import { addRanges } from "../value-range/compute";
import { byAction } from "./by-action";
import { type Claimant, settleClaims } from "./claims";
import { byShelfDay, replayAds, replayShelves, shelfDay } from "./shelves";
import { shownEffect, shownWorth } from "./shown";
import type { ChangedQuantity, Impact, ImpactFacts, ImpactInputs } from "./types";
import { adWorth, transferWorth } from "./worth";

/**
 * What executed transfers, changes of ads and quantities on channels were worth, all of them on one account of the sales: a unit that was sold is
 * claimed once, by what took effect first. Actions that share a SKU must come together; those that merely claim beside others
 * are measured too.
 */
export function measureActions(inputs: ImpactInputs): Map<string, Impact> {
  const sold = byShelfDay(inputs.sold);
  const { served, lost } = replayShelves(inputs, sold);
  const ads = replayAds(inputs, sold);
  const shown = inputs.quantities.map((quantity) => ({
    quantity,
    // A channel that no shelf of ours serves: when it had nothing left is not seen.
    effect: quantity.shelves.length === 0 ? ("demand_unknown" as const) : shownEffect(quantity),
  }));
  const beforeShown = inputs.lines.length + ads.length;
  const granted = settleClaims(sold, [
    ...inputs.lines.map((line, index) => ({
      actionId: claimId(line.actionId, index),
      since: line.since,
      wants: (served.get(index) ?? []).map(({ day, units }) => ({
        salesKeys: [shelfDay(line.receiver, day)],
        units,
      })),
    })),
    ...ads.map(
      ({ ad, units }, index): Claimant => ({
        actionId: claimId(ad.actionId, inputs.lines.length + index),
        since: ad.since,
        wants: units.gained.map((want) => ({
          salesKeys: ad.shelves.map((shelf) => shelfDay(shelf, want.day)),
          units: want.units,
        })),
      }),
    ),
    ...shown.map(
      ({ quantity, effect }, index): Claimant => ({
        actionId: claimId(quantity.actionId, beforeShown + index),
        since: quantity.since,
        wants:
          typeof effect === "string"
            ? []
            : effect.gained.map(({ day, units }) => ({
                salesKeys: quantity.shelves.map((shelf) => shelfDay(shelf, day)),
                units,
              })),
      }),
    ),
  ]);
  const parts = [
    ...inputs.lines.map((line, index) => {
      const claimedUnits = granted.get(claimId(line.actionId, index)) ?? 0;
      const donorLostUnits = lost.get(index) ?? { low: 0, mid: 0, high: 0 };
      const { marginMinorPerUnit, holdingMinorPerUnitDay: perDay } = line;
      const costMinor = line.costMinor + line.shippedUnits * perDay * line.daysUnderWay;
      const heldMinor = Math.max(0, line.receivedUnits - claimedUnits) * perDay * line.daysHeld;
      return {
        actionId: line.actionId,
        claimedShare: line.claimedShare,
        why: marginMinorPerUnit === null ? ("margin_unknown" as const) : null,
        value:
          marginMinorPerUnit === null
            ? null
            : transferWorth({
                marginMinorPerUnit,
                costMinor,
                heldMinor,
                claimedUnits,
                donorLostUnits,
                substitution: inputs.substitutionShare,
              }),
        facts: { ...noFacts, claimedUnits, donorLostUnits: donorLostUnits.mid, costMinor, heldMinor },
      };
    }),
    ...ads.map(({ ad, counterfactual, spentMinor, units }, index) => {
      const gainedUnits = granted.get(claimId(ad.actionId, inputs.lines.length + index)) ?? 0;
      const { missedUnits } = units;
      const isUnknown = ad.marginMinorPerUnit === null && missedUnits + gainedUnits > 0;
      const marginMinorPerUnit = ad.marginMinorPerUnit ?? 0;
      return {
        actionId: ad.actionId,
        claimedShare: ad.claimedShare,
        why: isUnknown ? ("margin_unknown" as const) : null,
        value: isUnknown
          ? null
          : adWorth({ counterfactual, spentMinor, missedUnits, gainedUnits, marginMinorPerUnit }),
        facts: {
          ...noFacts,
          claimedUnits: gainedUnits,
          missedUnits,
          savedMinor: counterfactual.spend.mid - spentMinor,
        },
      };
    }),
    ...shown.map(({ quantity, effect }, index) => {
      const gainedUnits = granted.get(claimId(quantity.actionId, beforeShown + index)) ?? 0;
      return quantityImpact(quantity, effect, gainedUnits, inputs);
    }),
  ];
  return new Map([...byAction(parts)].map(([actionId, own]) => [actionId, sumOf(own)]));
}

function quantityImpact(
  { actionId, claimedShare, marginMinorPerUnit }: ChangedQuantity,
  effect: ReturnType<typeof shownEffect>,
  gainedUnits: number,
  { substitutionShare, errorMinorPerOrder }: ImpactInputs,
): Impact & { actionId: string } {
  const none = { actionId, claimedShare, value: null, facts: noFacts };
  if (typeof effect === "string") return { ...none, why: effect };
  if (marginMinorPerUnit === null && gainedUnits > 0) return { ...none, why: "margin_unknown" };
  const { avoidedOrders } = effect;
  return {
    actionId,
    claimedShare,
    why: null,
    value: shownWorth({
      avoidedOrders,
      gainedUnits,
      marginMinorPerUnit: marginMinorPerUnit ?? 0,
      errorMinorPerOrder,
      substitution: substitutionShare,
    }),
    facts: { ...noFacts, claimedUnits: gainedUnits, avoidedOrders: avoidedOrders.mid },
  };
}

const noFacts: Required<ImpactFacts> = {
  avoidedOrders: 0,
  claimedUnits: 0,
  donorLostUnits: 0,
  missedUnits: 0,
  savedMinor: 0,
  costMinor: 0,
  heldMinor: 0,
};

/** Lines of one action claim each for itself. */
const claimId = (actionId: string, index: number) => `${actionId}#${String(index).padStart(9, "0")}`;

function sumOf(parts: readonly Impact[]): Impact {
  const values = parts.flatMap(({ value }) => value ?? []);
  const facts = { ...noFacts };
  for (const part of parts)
    for (const key of Object.keys(facts) as (keyof ImpactFacts)[]) facts[key] += part.facts[key] ?? 0;
  const shares = parts.flatMap(({ claimedShare }) => claimedShare ?? []);
  return {
    value: values.length < parts.length ? null : addRanges(values),
    why: parts.find(({ why }) => why !== null)?.why ?? null,
    claimedShare:
      shares.length < parts.length ? null : shares.reduce((sum, one) => sum + one, 0) / parts.length,
    facts,
  };
}
