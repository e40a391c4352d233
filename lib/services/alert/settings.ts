import { z } from "zod";
import type { Queryable } from "@/db/client";
import { orderAccuracyTargets } from "@/lib/metrics/order-accuracy/compute";
import { ALERT_KINDS, type AlertKind, SEVERITIES, type Severity } from "./kinds";

const severity = z.enum(SEVERITIES);

/** From when on something is an alert, and how grave each kind is. The lag limit of a source is kept with the source. */
export const alertRules = z.object({
  /** A stream counts as late after this many of its usual times between readings, and never sooner than `lateMinutes`. */
  lateTimesWanted: z.number().min(1).max(100),
  lateMinutes: z.number().min(1).max(10_080),
  /** This many records that could not be processed are a pile. */
  deadLetters: z.number().int().min(1).max(1_000_000),
  /** This many orders that still differ after asking again. */
  differingOrders: z.number().int().min(1).max(1_000_000),
  /** Fewer checked orders say nothing about accuracy. */
  accuracyOrders: z.number().int().min(1).max(1_000_000),
  /** Below this part of equal orders, over the last 24 hours, accuracy is too low. */
  accuracyPercent: z.number().min(50).max(100),
  /** Two events of the canary in a row that took longer. */
  canarySeconds: z.number().int().min(5).max(3_600),
  /** A cause must be gone this long before its alert ends, so that one that comes and goes is one alert. */
  goneMinutes: z.number().min(1).max(1_440),
  severity: z.object(
    Object.fromEntries(ALERT_KINDS.map((kind) => [kind, severity])) as Record<AlertKind, typeof severity>,
  ),
});
export type AlertRules = z.infer<typeof alertRules>;

const severityByDefault: Readonly<Record<AlertKind, Severity>> = {
  source_late: "warning",
  circuit_open: "warning",
  reconnect_needed: "critical",
  reconciliation_differs: "warning",
  canary_late: "critical",
  dead_letters: "warning",
  accuracy_under: "notice",
  demand_turned: "warning",
};

/** What holds until an admin says otherwise. */
export const defaultAlertRules: AlertRules = {
  lateTimesWanted: 3,
  lateMinutes: 15,
  deadLetters: 10,
  differingOrders: 1,
  accuracyOrders: 100,
  accuracyPercent: orderAccuracyTargets.target * 100,
  canarySeconds: 60,
  goneMinutes: 3,
  severity: severityByDefault,
};

export interface AlertSettings {
  /** 0: the defaults, which nobody has changed yet. */
  version: number;
  rules: AlertRules;
}

/** The rules in force. What a version of an earlier release did not know yet is as by default. */
export async function readAlertSettings(db: Queryable): Promise<AlertSettings> {
  const [row] = await db<{ version: number; rules: Partial<AlertRules> }[]>`
    select version, rules from alert_settings where active`;
  if (!row) return { version: 0, rules: defaultAlertRules };
  const rules = {
    ...defaultAlertRules,
    ...row.rules,
    severity: { ...severityByDefault, ...row.rules.severity },
  };
  return { version: row.version, rules: alertRules.parse(rules) };
}
