export const actionStateNames = [
  "open",
  "approved",
  "queued",
  "sending",
  "accepted",
  "verified",
  "unconfirmed",
  "failed",
  "undoing",
  "undone",
  "refused",
  "rejected",
  "noted",
  "blocked",
  "snoozed",
  "superseded",
  "expired",
] as const;
/** States of actions and recommendations, as the database names them. */
export type ActionStateName = (typeof actionStateNames)[number];

/** A state from text of elsewhere, or null when we have none of that name. */
export const actionStateOf = (text: string): ActionStateName | null =>
  actionStateNames.find((name) => name === text) ?? null;

const inks: Partial<Record<ActionStateName, string>> = {
  verified: "text-healthy-ink",
  unconfirmed: "text-at-risk-ink",
  failed: "text-out-ink",
  blocked: "text-at-risk-ink",
  superseded: "text-muted line-through",
  expired: "text-muted line-through",
};

/** Ink of a state's word and drawing; muted for what asks for nobody. */
export const actionInk = (state: ActionStateName): string => inks[state] ?? "text-muted";
