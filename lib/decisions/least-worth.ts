/**
 * What a way out must be worth to be offered, minor units: the policy's hurdle of one unit, hurdle share × margin, as a transfer of
 * one unit has to earn it; never less than one. Below that a person's look at it costs more than it brings.
 */
export const leastWorthMinor = (marginMinorPerUnit: number | null, hurdleShareOfMargin: number): number =>
  Math.max(1, Math.floor(hurdleShareOfMargin * Math.max(0, marginMinorPerUnit ?? 0)));
