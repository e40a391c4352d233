import type { Role } from "../_shared/actor";

export const ALERT_KINDS = [
  "source_late",
  "circuit_open",
  "reconnect_needed",
  "reconciliation_differs",
  "canary_late",
  "dead_letters",
  "accuracy_under",
  "demand_turned",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** How grave an alert is, the least first. */
export const SEVERITIES = ["notice", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** In whose bell each is, beside admins', who see everything. Who gets messages is said by routes. */
export const rolesOfKind: Readonly<Record<AlertKind, readonly Role[]>> = {
  source_late: ["operator", "admin"],
  circuit_open: ["operator", "admin"],
  reconnect_needed: ["admin", "operator"],
  reconciliation_differs: ["operator"],
  canary_late: ["admin"],
  dead_letters: ["operator"],
  accuracy_under: ["operator", "manager"],
  demand_turned: ["supply", "marketing", "manager"],
};

/** Where each is seen to. */
export const hrefOfKind: Readonly<Record<AlertKind, string>> = {
  source_late: "/sync",
  circuit_open: "/sync",
  reconnect_needed: "/settings/connections",
  reconciliation_differs: "/sync?list=differ",
  canary_late: "/sync?view=lag",
  dead_letters: "/sync?list=dead",
  accuracy_under: "/sync?view=accuracy",
  demand_turned: "/inventory",
};
