import type { Queryable } from "@/db/client";
import { materialHash } from "@/lib/decisions/material-change";
import { doNothing } from "./candidate";
import { inOrder } from "./order-options";
import { amountsOf } from "./steps";
import type { Candidate, Option } from "./types";

/** What claims are multiplied with, by kind of action. */
export interface ClaimFactors {
  version: number;
  byKind: ReadonlyMap<string, number>;
}

/** The factors in force at a moment; null: nothing was ever measured. */
export async function loadClaimFactors(db: Queryable, now: Date): Promise<ClaimFactors | null> {
  const rows = await db<{ version: number; kind: string; factor: number }[]>`
    select version, kind, factor::float8 as factor from claim_factor
    where version = (select version from claim_factor where computed_at <= ${now} order by computed_at desc, version desc limit 1)`;
  const [first] = rows;
  return first
    ? { version: first.version, byKind: new Map(rows.map(({ kind, factor }) => [kind, factor])) }
    : null;
}

/**
 * An option with the part of its value that counts by what came of earlier ones; the claim itself is kept beside it. Only gains
 * are taken from: an end below 0 stays where it is. Of several kinds of steps their mean factor counts; what cannot be carried
 * out from here was never measured and is left as it is.
 */
export function shrinkOption(option: Option, factors: ClaimFactors | null): Option {
  const kinds = [...new Set(option.steps.map(({ kind }) => kind))];
  if (!factors || kinds.length === 0 || option.valueMinor <= 0) return option;
  const mean = kinds.reduce((sum, kind) => sum + (factors.byKind.get(kind) ?? 1), 0) / kinds.length;
  const factor = Math.round(mean * 100) / 100;
  if (factor >= 1) return option;
  const { valueLowMinor, valueMinor, valueHighMinor } = option;
  const part = (minor: number) => (minor > 0 ? Math.round(minor * factor) : minor);
  return {
    ...option,
    claim: { factor, version: factors.version, valueLowMinor, valueMinor, valueHighMinor },
    valueLowMinor: part(valueLowMinor),
    valueMinor: part(valueMinor),
    valueHighMinor: part(valueHighMinor),
  };
}

/** A candidate whose options count what may be expected of them, best first by that. */
export function shrinkCandidate(candidate: Candidate, factors: ClaimFactors | null): Candidate {
  const shrunk = candidate.options.map((option) => shrinkOption(option, factors));
  if (!shrunk.some((option) => option.claim)) return candidate;
  const [claimed] = candidate.options;
  const [first] = shrunk;
  // Where doing nothing is only the best option seen from the other side, it stays so.
  const options = inOrder(
    shrunk.map((option) =>
      first && option.kind === "do_nothing" && option.valueMinor === -(claimed?.valueMinor ?? 0)
        ? doNothing(first)
        : option,
    ),
  );
  const [best] = options;
  const material = {
    ...candidate.material,
    optionKey: best?.key ?? "do_nothing",
    valueMinor: best?.valueMinor ?? 0,
    quantityUnits: best?.quantityUnits ?? null,
    ...(best && { steps: amountsOf(best) }),
  };
  return {
    ...candidate,
    options,
    valueLowMinor: best?.valueLowMinor ?? 0,
    valueMinor: best?.valueMinor ?? 0,
    valueHighMinor: best?.valueHighMinor ?? 0,
    material,
    materialHash: materialHash({ ...material, evidence: candidate.evidence }),
  };
}
