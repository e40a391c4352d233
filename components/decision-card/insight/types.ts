import type { DemandPoint } from "@/components/charts/supply-fan";

/** Demand and stock of one place, from the forecast in force. */
export interface PlaceOutlook {
  /** As the gauge of the place. */
  id: string;
  label: string;
  today: string;
  stockUnits: number;
  /** As far as any option's goods come late. */
  demand: DemandPoint[];
  arrivals: { days: number; quantity: number; label: string }[];
  asOf: string | null;
}

/** What a card shows beyond its facts, worked out when it is opened. All texts are in the reader's language. */
export interface InsightView {
  /** Days that a fan shows, where no goods of the chosen option come later. */
  horizonDays: number;
  places: PlaceOutlook[];
  /** What would make another way best: the way, and what each alone would bring it about. */
  changes: { id: string; title: string; causes: string[] }[];
  /** What would not, as far as it was looked at. */
  holds: string | null;
}
