export const ROLES = ["supply", "marketing", "operator", "manager", "admin"] as const;
/** What a person or token may do follows from one role; see permissions in authorise.ts. */
export type Role = (typeof ROLES)[number];

/** Who does something. Policies and the system act under a role too, so that one check serves all. */
export interface Actor {
  kind: "user" | "token" | "policy" | "system" | "command";
  id: string;
  name: string;
  role: Role;
}

/** The one who runs `plimsoll` on the server has the rights of an admin and is named as the command in the audit. */
export const commandActor: Actor = {
  kind: "command",
  id: "command",
  name: "plimsoll command",
  role: "admin",
};

/** Jobs that no person started: refreshes, confirmations, resumes. */
export const systemActor: Actor = { kind: "system", id: "system", name: "Plimsoll", role: "admin" };
