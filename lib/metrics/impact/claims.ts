/** What an action would claim if it were alone, in the order of its days. */
export interface Claimant {
  actionId: string;
  /** When it took effect: the earlier one claims first. */
  since: number;
  /** A day's units may be taken from several places, in this order. */
  wants: readonly { salesKeys: readonly string[]; units: number }[];
}

/**
 * Settles who may count which sale: actions in the order in which they took effect, each unit once. What is sold on a day at a
 * place is handed out until nothing is left, so the claims of all together never exceed the sales.
 */
export function settleClaims(
  soldUnits: ReadonlyMap<string, number>,
  claimants: readonly Claimant[],
): Map<string, number> {
  const left = new Map(soldUnits);
  const granted = new Map<string, number>();
  const inOrder = [...claimants].sort((a, b) => a.since - b.since || (a.actionId < b.actionId ? -1 : 1));
  for (const { actionId, wants } of inOrder) {
    let sum = granted.get(actionId) ?? 0;
    for (const want of wants) {
      let open = Math.max(0, want.units);
      for (const key of want.salesKeys) {
        const units = Math.min(open, left.get(key) ?? 0);
        if (units <= 0) continue;
        left.set(key, (left.get(key) ?? 0) - units);
        open -= units;
        sum += units;
      }
    }
    granted.set(actionId, sum);
  }
  return granted;
}
