import { adWorth } from "@/lib/metrics/impact/worth";
import { lostSales } from "@/lib/metrics/lost-sales/compute";
import { addRanges, type ValueRange, zeroRange } from "@/lib/metrics/value-range/compute";
import type { TermsKnown } from "@/lib/services/past/terms";
import type { GovernedKind } from "@/lib/services/policy/kinds";
import type { loadHappened, PauseFacts, TransferFacts } from "./load-outcomes";
import type { Made, MadePause, MadeTransfer } from "./made";
import type { BacktestDecision, BacktestResult, KindResult } from "./types";
import { supposedValue } from "./value";

/** A decision with what it would have saved and cost. */
interface Valued extends BacktestDecision {
  savedMinor: number;
  costMinor: number;
}

/** How many of the weightiest decisions are kept by name. */
const mostNamed = 50;

/** All that the policy would have done, valued and summed, beside what happened. */
export function sumUp(
  made: Made,
  facts: {
    transfers: readonly TransferFacts[];
    pauses: readonly PauseFacts[];
    happened: Awaited<ReturnType<typeof loadHappened>>;
  },
  span: {
    fromDay: string;
    lastDay: string;
    until: Date;
    days: readonly string[];
    currency: string;
    substitution: number;
    sampledSkus: number;
    allSkus: number;
    terms: TermsKnown | null;
  },
): BacktestResult {
  const valued = [
    ...valueTransfers(made.transfers, facts.transfers, span.substitution),
    ...valuePauses(made.pauses, facts.pauses),
    ...made.others.map(({ kind, at, by }) => valuedOther(kind, at, by)),
  ];
  const lostOf = (substitution: number) =>
    facts.happened.shelves.map((shelf) => lostSales({ ...shelf, substitution }));
  return {
    fromDay: span.fromDay,
    lastDay: span.lastDay,
    untilAt: span.until.toISOString(),
    currency: span.currency,
    sampledSkus: span.sampledSkus,
    allSkus: span.allSkus,
    terms: span.terms,
    kinds: kindsOf(valued),
    value: addRanges(valued.map(({ value }) => value)),
    byPolicy: addRanges(valued.filter(({ by }) => by === "policy").map(({ value }) => value)),
    notDone: {
      watch: made.notDone.watch.size,
      blackout: made.notDone.blackout.size,
      cooldown: made.notDone.cooldown.size,
      advice: made.notDone.advice.size,
      blocked: made.notDone.blocked.size,
    },
    happened: {
      ...facts.happened.counts,
      lostSales: addRanges(lostOf(span.substitution).map(({ value }) => value)),
    },
    days: daysOf(valued, facts.happened.shelves, span),
    top: valued
      .toSorted((a, b) => Math.abs(b.value.midMinor) - Math.abs(a.value.midMinor) || a.at.localeCompare(b.at))
      .slice(0, mostNamed)
      .map(({ savedMinor: _, costMinor: __, ...decision }) => decision),
  };
}

function valueTransfers(
  made: readonly MadeTransfer[],
  facts: readonly TransferFacts[],
  substitution: number,
): Valued[] {
  const byId = new Map(made.map((transfer) => [transfer.id, transfer]));
  const brought = new Map<string, number>();
  const taken = new Map<string, number>();
  // Facts come in order of arrival: what an earlier transfer served is not served again.
  return facts.flatMap((fact) => {
    const transfer = byId.get(fact.id);
    if (!transfer) return [];
    const { skuId, originId, destinationId, quantityUnits } = transfer;
    const [to, from] = [`${skuId}:${destinationId}`, `${skuId}:${originId}`];
    const { addedUnits, savedMinor, value } = supposedValue({
      ...fact,
      quantityUnits,
      marginMinorPerUnit: Math.max(0, fact.marginMinorPerUnit ?? 0),
      costMinor: transfer.costMinor,
      broughtBefore: brought.get(to) ?? 0,
      takenBefore: taken.get(from) ?? 0,
      substitution,
    });
    brought.set(to, (brought.get(to) ?? 0) + addedUnits);
    taken.set(from, (taken.get(from) ?? 0) + quantityUnits);
    return {
      at: transfer.plannedAt.toISOString(),
      kind: "transfer" as const,
      by: transfer.by,
      skuCode: fact.skuCode,
      from: fact.originName,
      to: fact.destinationName,
      units: quantityUnits,
      value,
      savedMinor,
      costMinor: Math.round(transfer.costMinor),
    };
  });
}

function valuePauses(made: readonly MadePause[], facts: readonly PauseFacts[]): Valued[] {
  return made.flatMap((pause, index) => {
    const own = facts.filter((fact) => fact.index === index && fact.pausedDays > 0);
    const [first] = own;
    if (!first) return [];
    const impacts = own.map(impactOf);
    return {
      at: pause.pausedAt.toISOString(),
      kind: "ad_pause" as const,
      by: pause.by,
      skuCode: first.skuCode,
      from: first.adName,
      to: null,
      units: 0,
      value: addRanges(impacts),
      savedMinor: Math.round(own.reduce((sum, { spendMinor }) => sum + spendMinor, 0)),
      costMinor: 0,
    };
  });
}

/** The spend is known, so that only the sales missed for it are uncertain. */
function impactOf({ pausedDays, spendMinor, attributedUnits, ...fact }: PauseFacts): ValueRange {
  const unitsPerDay = attributedUnits / pausedDays;
  return adWorth({
    counterfactual: { spend: { low: spendMinor, mid: spendMinor, high: spendMinor }, unitsPerDay },
    spentMinor: 0,
    missedUnits: Math.min(unitsPerDay * fact.buyableDays, fact.unitsLeft),
    gainedUnits: 0,
    marginMinorPerUnit: fact.marginMinorPerUnit ?? 0,
  });
}

const valuedOther = (kind: GovernedKind, at: Date, by: Valued["by"]): Valued => ({
  at: at.toISOString(),
  kind,
  by,
  skuCode: "",
  from: null,
  to: null,
  units: 0,
  value: zeroRange,
  savedMinor: 0,
  costMinor: 0,
});

function kindsOf(valued: readonly Valued[]): KindResult[] {
  const kinds = [...new Set(valued.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = valued.filter((one) => one.kind === kind);
    const sum = (of: (one: Valued) => number) => own.reduce((total, one) => total + of(one), 0);
    return {
      kind,
      decisions: own.length,
      byPolicy: own.filter(({ by }) => by === "policy").length,
      bySecond: own.filter(({ by }) => by === "two").length,
      units: sum(({ units }) => units),
      costMinor: sum(({ costMinor }) => costMinor),
      savedMinor: sum(({ savedMinor }) => savedMinor),
      value: addRanges(own.map(({ value }): ValueRange => value)),
    };
  });
}

function daysOf(
  valued: readonly Valued[],
  shelves: Awaited<ReturnType<typeof loadHappened>>["shelves"],
  { days, substitution }: { days: readonly string[]; substitution: number },
): BacktestResult["days"] {
  const lost = new Map<string, number>();
  for (const shelf of shelves)
    for (const day of shelf.days) {
      const { midMinor } = lostSales({ ...shelf, days: [day], substitution }).value;
      lost.set(day.day, (lost.get(day.day) ?? 0) + midMinor);
    }
  return days.map((day) => {
    const own = valued.filter(({ at }) => at.slice(0, 10) === day);
    return {
      day,
      decisions: own.length,
      valueMinor: own.reduce((sum, { value }) => sum + value.midMinor, 0),
      lostMinor: lost.get(day) ?? 0,
    };
  });
}
