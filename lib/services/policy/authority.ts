import { z } from "zod";
import { ROLES } from "@/lib/services/_shared/actor";
import { actionKinds, modes } from "./kinds";
import { scopeKey, scopeSchema } from "./scope";

const most = z.number().int().min(0).nullable().default(null);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const kinds = z.array(z.enum(actionKinds)).max(actionKinds.length).default([]);

const modeRow = z.object({
  kind: z.enum(actionKinds),
  scope: scopeSchema.default({}),
  mode: z.enum(modes),
  /** Hours between two actions on the same thing: a lane's SKU, an ad, a campaign, a listing. 0: none. */
  cooldownHours: z.number().min(0).max(8_760).default(0),
});
export type ModeRow = z.output<typeof modeRow>;

const limitRow = z.object({
  /** A role, or the policy acting by itself. */
  who: z.enum([...ROLES, "autopilot"]),
  kind: z.enum([...actionKinds, "any"]).default("any"),
  scope: scopeSchema.default({}),
  /** Of one decision: goods at cost with their freight, a day's spend, a change of a daily budget. Null: no limit. */
  mostMinor: most,
  /** Units of one decision. */
  mostUnits: most,
  /** Decisions a day, and their money. */
  dailyCount: most,
  dailyMinor: most,
});
export type LimitRow = z.output<typeof limitRow>;

const blackoutRow = z.object({
  name: z.string().trim().min(1).max(100),
  /** Empty: every kind. */
  kinds,
  scope: scopeSchema.default({}),
  when: z.discriminatedUnion("type", [
    z
      .object({
        type: z.literal("once"),
        from: z.iso.datetime({ offset: true }),
        until: z.iso.datetime({ offset: true }),
      })
      .refine((value) => Date.parse(value.from) < Date.parse(value.until), {
        message: "it must end after it begins",
        params: { key: "refusals.policy.endsFirst" },
      }),
    /** By the company's clock; 1 is Monday. A span that ends before it begins goes over midnight. */
    z.object({
      type: z.literal("weekly"),
      weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
      from: clock,
      until: clock,
    }),
  ]),
});
export type BlackoutRow = z.output<typeof blackoutRow>;

const once = <Row>(rows: readonly Row[], keyOf: (row: Row) => string) =>
  new Set(rows.map(keyOf)).size === rows.length;

export const modeKey = (row: ModeRow): string => `${row.kind}:${scopeKey(row.scope)}`;
export const limitKey = (row: LimitRow): string => `${row.who}:${row.kind}:${scopeKey(row.scope)}`;

/**
 * Who may decide what, and what the policy does by itself. Without a mode a kind is proposed; without a limit a role may
 * decide all that its role allows; without a limit the autopilot does nothing.
 */
export const authoritySchema = z.object({
  modes: z
    .array(modeRow)
    .max(200)
    .refine((rows) => once(rows, modeKey), {
      message: "two rows say something for the same scope",
      params: { key: "refusals.policy.twice" },
    }),
  limits: z
    .array(limitRow)
    .max(200)
    .refine((rows) => once(rows, limitKey), {
      message: "two rows say something for the same scope",
      params: { key: "refusals.policy.twice" },
    }),
  blackouts: z.array(blackoutRow).max(100),
});
export type Authority = z.output<typeof authoritySchema>;

/** What a policy from before these rules says: no limits for people; ads that Plimsoll paused resume by themselves. */
export function openAuthority(): Authority {
  const base = { scope: {}, mostMinor: null, mostUnits: null, dailyCount: null, dailyMinor: null };
  return {
    modes: [{ kind: "ad_resume", scope: {}, mode: "act", cooldownHours: 0 }],
    limits: [{ who: "autopilot", kind: "ad_resume", ...base }],
    blackouts: [],
  };
}
