/** One measured figure. `against` names what ran beside it in the same call, so that it can be read as a ratio. */
export interface BenchResult {
  name: string;
  value: number;
  unit: string;
  /** The budget as text ("≤ 50", "≥ 0.15"); null when the figure is only told. */
  budget: string | null;
  against: string | null;
}

/** Whether a value keeps its budget; null when there is none. Budgets read "≤ n" or "≥ n". */
export function meetsBudget(result: BenchResult): boolean | null {
  if (result.budget === null) return null;
  const match = /^([≤≥])\s*([\d.]+)$/.exec(result.budget);
  if (!match) throw new Error(`budget of ${result.name} reads "${result.budget}"; write "≤ n" or "≥ n"`);
  const limit = Number(match[2]);
  return match[1] === "≤" ? result.value <= limit : result.value >= limit;
}

/** The value below which a share of the samples lies (nearest rank). Throws on no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error("no samples");
  return value;
}
