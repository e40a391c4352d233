import { z } from "zod";
import { authoritySchema, openAuthority } from "./authority";
import { exceptionsSchema, withValue } from "./rules-for";

const share = z.number().min(0).max(1);
const days = z.number().int().min(1).max(730);
const hours = z
  .number()
  .min(0.1)
  .max(24 * 60);
const minor = z.number().int().min(0);
const range = (part: z.ZodNumber) =>
  z
    .object({ low: part, mid: part, high: part })
    .refine((value) => value.low <= value.mid && value.mid <= value.high, {
      message: "low ≤ mid ≤ high is needed",
      params: { key: "refusals.policy.range" },
    });

/**
 * Thresholds and limits that figures and decisions follow. Shares lie between 0 and 1; money is in minor units of the
 * company's currency. Defaults and their grounds: default-rules.ts.
 */
const thresholds = z.object({
  stock: z.object({
    /** Above this probability of running out before the next receipt a place is at risk. */
    atRiskProbability: share,
    /** Share of lead times in which safety stock must suffice. */
    serviceLevel: z.number().min(0.5).max(0.999),
    /** Stock for more days than this is excess. */
    excessAfterDays: days,
    /** Lead time of a supplier when none is known. */
    fallbackLeadTimeDays: days,
  }),
  transfers: z.object({
    /** Sales up to this many days ahead count; within them goods never flow back. */
    horizonDays: days,
    /** Least net gain of a moved unit, part of its margin. */
    hurdleShare: share,
    /** A donor keeps this quantile of its own demand over the horizon, and its safety stock. */
    donorFloorQuantile: share.default(0.5),
    /** Cost of holding stock a year, part of its cost. */
    holdingRatePerYear: share,
    /** Days before the same SKU is sent again on the same lane, where the lane does not say. */
    cooldownDays: z.number().int().min(0).max(365).default(7),
  }),
  sales: z.object({
    /** Part of the buyers who take another of our products when one is out. */
    substitutionShare: share,
  }),
  ads: z.object({
    /** A paused ad resumes this much below the probability at which it was paused. */
    resumeHysteresis: share,
    /** 0: an ad may be switched back at once. */
    minHoursBetweenToggles: z
      .number()
      .min(0)
      .max(24 * 60),
    /** Below this probability of selling out without the ad, stock is no reason to pause it. */
    leastProbability: share.default(0.05),
    /** Part of a daily budget by which it may be raised at once. */
    budgetRaiseShare: z.number().min(0).max(10).default(1),
    /** Most by which a campaign's budget is raised or lowered a day to move money where it earns more. */
    budgetShiftShare: share.default(0.2),
    /** Further sales beside further spend, as an exponent, where a campaign's own days do not tell. */
    responseElasticity: z.number().min(0.1).max(0.95).default(0.7),
    /** Days of spend and conversions that the cost of a sale is taken from. */
    lookBackDays: days,
  }),
  /** Inputs older than this block a decision. */
  freshness: z.object({ stockHours: hours, ordersHours: hours, adSpendHours: hours }),
  drift: z.object({ toleranceUnits: z.number().int().min(0), toleranceShare: share }),
  lag: z
    .object({
      goodSeconds: z.number().int().min(1),
      fairSeconds: z.number().int().min(1),
      lateSeconds: z.number().int().min(1),
    })
    .refine((value) => value.goodSeconds < value.fairSeconds && value.fairSeconds < value.lateSeconds, {
      message: "the bands must grow",
      params: { key: "refusals.policy.bands" },
    }),
  /** Above either one a review sheet comes before a bulk approval. */
  review: z.object({ items: z.number().int().min(1), moneyMinor: minor }),
  /** Part of the open items that may be marked at most. */
  queue: z.object({ urgentShare: share, highShare: share }),
  costs: z.object({
    /** Cost of a year of lying there, part of the stock's cost. */
    carryingRatePerYear: range(z.number().min(0).max(1)),
    errorMinorPerOrder: range(z.number().int().min(0)),
  }),
  /** Days after its announcement from which an unsettled return is late. */
  returns: z.object({ lateAfterDays: days }),
});

/** Thresholds, where they differ, and who may decide what. */
export const policyRules = thresholds
  .extend({
    /** Thresholds that differ by team, category, channel or location; the most specific one holds. */
    exceptions: exceptionsSchema.default([]),
    /** Who may decide what up to what, and what is done without anybody's click. */
    authority: authoritySchema.default(openAuthority),
  })
  .superRefine((rules, context) => {
    rules.exceptions.forEach((row, index) => {
      const parsed = thresholds.safeParse(withValue(rules, row));
      for (const issue of parsed.error?.issues ?? [])
        context.addIssue({
          code: "custom",
          message: issue.message,
          params: { key: "refusals.policy.exception" },
          path: ["exceptions", index, "value"],
        });
    });
  });

export type PolicyRules = z.infer<typeof policyRules>;
