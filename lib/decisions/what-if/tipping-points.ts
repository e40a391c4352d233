import type { Params } from "../types";

/** One input of a decision that can be turned one way. */
export interface Dial<Inputs> {
  /** Stable name of the input; together with `params` it says which one is meant. */
  key: string;
  params: Params;
  /** Its value now. */
  now: number;
  /** Values to try, from the nearest to now to the furthest. All lie on one side of now. */
  probes: readonly number[];
  /** A tipping point is told to within this. */
  resolution: number;
  /** The decision's inputs with this one at another value. */
  at: (value: number) => Inputs;
}

/** Where the best way changes when one input is turned and all others stay. */
export interface TippingPoint {
  key: string;
  params: Params;
  now: number;
  direction: "below" | "above";
  /** The last value, seen from now, at which the same is still best. */
  holdsUntil: number;
  /** Key of what is best beyond it; null: nothing needs to be done then. */
  becomes: string | null;
}

/** A dial that was turned as far as it goes without another way becoming best. */
export interface Steady {
  key: string;
  params: Params;
  now: number;
  holdsUntil: number;
}

export interface WhatIf {
  points: TippingPoint[];
  steady: Steady[];
  evaluations: number;
}

/** A decision is worked out at most this often for one card. */
export const mostEvaluations = 150;

/**
 * Turns one input at a time until another way is best: first in steps of growing size, then by halving the step in which it
 * changed. What is best may change there and back between two steps; the first change that the steps see is told. Stops when
 * the evaluations are used up; dials that were not finished are left out. `between` is awaited after each evaluation, so that
 * a caller can let other work in.
 */
export async function findTippingPoints<Inputs>(
  dials: readonly Dial<Inputs>[],
  best: string,
  decide: (inputs: Inputs) => string | null,
  {
    limit = mostEvaluations,
    between = async () => {},
  }: { limit?: number; between?: () => Promise<void> } = {},
): Promise<WhatIf> {
  const found: WhatIf = { points: [], steady: [], evaluations: 0 };
  const at = async (dial: Dial<Inputs>, value: number): Promise<string | null> => {
    found.evaluations += 1;
    const decided = decide(dial.at(value));
    await between();
    return decided;
  };
  for (const dial of dials) {
    const { key, params, now } = dial;
    const [last] = dial.probes.slice(-1);
    if (last === undefined || found.evaluations + dial.probes.length > limit) continue;
    let holds = now;
    let changed: { value: number; becomes: string | null } | null = null;
    for (const value of dial.probes) {
      const becomes = await at(dial, value);
      if (becomes !== best) {
        changed = { value, becomes };
        break;
      }
      holds = value;
    }
    if (!changed) {
      found.steady.push({ key, params, now, holdsUntil: last });
      continue;
    }
    while (Math.abs(changed.value - holds) > dial.resolution && found.evaluations < limit) {
      const value: number = onGrid((changed.value + holds) / 2, dial);
      if (value === holds || value === changed.value) break;
      const becomes = await at(dial, value);
      if (becomes === best) holds = value;
      else changed = { value, becomes };
    }
    found.points.push({
      key,
      params,
      now,
      direction: last < now ? "below" : "above",
      holdsUntil: holds,
      becomes: changed.becomes,
    });
  }
  return found;
}

/** Values are tried in whole steps of the resolution, so that they print as they were tried. */
const onGrid = <Inputs>(value: number, { resolution }: Dial<Inputs>): number =>
  Number((Math.round(value / resolution) * resolution).toPrecision(12));
