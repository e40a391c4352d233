type Params = Record<string, string | string[] | undefined> | URLSearchParams;

/** How many days the figures of accuracy may be taken over. */
export const accuracyPeriods = [7, 28, 60] as const;

/** The period that an address asks for, 28 days without one. */
export function accuracyDaysIn(params: Params): number {
  const asked = params instanceof URLSearchParams ? params.get("days") : params.days;
  return accuracyPeriods.find((days) => String(days) === asked) ?? 28;
}
