import { orderCheckAfterSeconds } from "@/lib/metrics/order-accuracy/compute";

/**
 * How long after an hour ended its orders are held against the source. The one after an hour is the one that accuracy is
 * measured by. `hours`: how far back an hour may lie that is still taken up, after a stop for instance.
 */
export const steps = [
  { afterSeconds: 300, hours: 4 },
  { afterSeconds: orderCheckAfterSeconds, hours: 26 },
  { afterSeconds: 86_400, hours: 72 },
] as const;

export type AfterSeconds = (typeof steps)[number]["afterSeconds"];

/** At this step a period is read as history; before, changes since its beginning are there sooner. */
export const readsHistory = (afterSeconds: number): boolean => afterSeconds >= 86_400;

/** One comparison in this worker's hands. */
export interface Claimed {
  connectionId: number;
  hour: Date;
  afterSeconds: AfterSeconds;
  round: number;
  position: Record<string, string | number | boolean | null> | null;
  failures: number;
}

export const hourEnd = ({ hour }: { hour: Date }): Date => new Date(hour.getTime() + 3_600_000);
