import type { DecisionOption, MoneyRange } from "./types";

/** Ends of the one scale that all options share; zero is always on it. */
export function sharedScale(values: readonly (MoneyRange | null)[]): { min: number; max: number } {
  const known = values.filter((value): value is MoneyRange => value !== null);
  return {
    min: Math.min(0, ...known.map((value) => value.lowMinor)),
    max: Math.max(0, ...known.map((value) => value.highMinor)),
  };
}

/** The option with a quantity that the person chose and the price that the server gave for it. */
export const withRepriced = (
  option: DecisionOption,
  repriced: Partial<DecisionOption> | undefined,
): DecisionOption => (repriced ? { ...option, ...repriced } : option);

/** The option preselected: the first that can be chosen. */
export const bestOption = (options: readonly DecisionOption[]): DecisionOption | undefined =>
  options.find((option) => !option.offReason) ?? options[0];
