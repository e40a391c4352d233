import type { BudgetStep, Step } from "./types";

/** What the spans of an option's steps follow from. */
export interface ClaimSpans {
  now: Date;
  /** Sales up to this many days ahead count. */
  horizonDays: number;
  /** Days until goods come where the option is about. */
  goodsInDays: number;
}

const dayMs = 86_400_000;

/**
 * Steps with the days, from their effect on, that their worth covers: goods count from their arrival until the horizon, a pause
 * and a published quantity until goods come, a budget until the next step of its campaign. What restores a budget claims
 * nothing.
 */
export function withClaimDays(steps: readonly Step[], spans: ClaimSpans): Step[] {
  return steps.map((step) => {
    const days = daysOf(step, steps, spans);
    return days === null ? step : { ...step, claimDays: Math.max(0.1, Math.round(days * 10) / 10) };
  });
}

function daysOf(
  step: Step,
  steps: readonly Step[],
  { now, horizonDays, goodsInDays }: ClaimSpans,
): number | null {
  switch (step.kind) {
    case "transfer":
      return horizonDays - step.leadTimeDays;
    case "ad_pause":
    case "ad_resume":
    case "publish_quantity":
      return Math.min(horizonDays, goodsInDays);
    case "ad_budget": {
      if (step.purpose === "restore") return null;
      const beginsAt = startsAt(step, now);
      const ends = steps
        .filter(
          (other): other is BudgetStep => other.kind === "ad_budget" && other.campaignId === step.campaignId,
        )
        .map((other) => startsAt(other, now))
        .filter((at) => at > beginsAt);
      return ends.length > 0 ? (Math.min(...ends) - beginsAt) / dayMs : null;
    }
    case "reorder":
    case "price":
      return null;
  }
}

const startsAt = ({ start }: BudgetStep, now: Date): number =>
  start === undefined ? now.getTime() : new Date(start.at).getTime();
