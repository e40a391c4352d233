/** Rules other than those in force that stand in the form: a version, or those of a back-test. */
export interface Opened {
  draft: number | null;
  tried: number | null;
}

/** Address of the page with something shown on it, and the same rules in the form: else what is edited would be lost. */
export function policyHref(
  { draft, tried }: Opened,
  shown: { backtest?: number; compare?: number },
  hash: string,
): string {
  const asked = Object.entries({ draft, tried, ...shown }).filter(([, value]) => value);
  return `/settings/policy?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}#${hash}`;
}
