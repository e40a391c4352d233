import type { Role } from "../_shared/actor";

export const ALERT_KINDS = [
  "source_late",
  "circuit_open",
  "reconnect_needed",
  "reconciliation_differs",
  "canary_late",
  "dead_letters",
  "accuracy_under",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Who is told of what. The first of them sees it in the application (and admins, who see everything); all get the mail. */
export const rolesOfKind: Readonly<Record<AlertKind, readonly Role[]>> = {
  source_late: ["operator", "admin"],
  circuit_open: ["operator", "admin"],
  reconnect_needed: ["admin", "operator"],
  reconciliation_differs: ["operator"],
  canary_late: ["admin"],
  dead_letters: ["operator"],
  accuracy_under: ["operator", "manager"],
};

/** Where each is seen to. */
export const hrefOfKind: Readonly<Record<AlertKind, string>> = {
  source_late: "/sync",
  circuit_open: "/sync",
  reconnect_needed: "/settings/connections",
  reconciliation_differs: "/orders?list=wrong",
  canary_late: "/sync",
  dead_letters: "/sync",
  accuracy_under: "/orders?list=wrong",
};

export const limits = {
  /** A stream counts as late after this many of its usual times between readings, and never sooner than `lateSeconds`. */
  lateTimesWanted: 3,
  lateSeconds: 900,
  /** This many records that could not be processed are a pile. */
  deadLetters: 10,
  /** Fewer checked orders say nothing about accuracy. */
  accuracyOrders: 100,
  canarySeconds: 60,
  /** A cause must be gone this long before its alert ends, so that one that comes and goes is one alert. */
  goneSeconds: 180,
} as const;
