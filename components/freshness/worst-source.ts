import { freshnessBand } from "@/components/format/freshness";

export interface FreshnessSource {
  name: string;
  /** ISO; null when never read. */
  asOf: string | null;
  limitMinutes?: number | null;
}

const order = ["quarter4", "quarter3", "quarter2", "stale", "unknown"];

/** The source in the worst band, the oldest among equals; null for an empty list. */
export function worstSource(sources: FreshnessSource[], now: Date): FreshnessSource | null {
  const rank = (source: FreshnessSource): number =>
    order.indexOf(freshnessBand(source.asOf ? new Date(source.asOf) : null, now, source.limitMinutes));
  const read = (source: FreshnessSource): number => (source.asOf ? Date.parse(source.asOf) : 0);
  return sources.toSorted((a, b) => rank(b) - rank(a) || read(a) - read(b))[0] ?? null;
}
