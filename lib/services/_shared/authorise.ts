import { Forbidden } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor, Role } from "./actor";

const everyone: readonly Role[] = ["supply", "marketing", "operator", "manager", "admin"];

/** Which roles may do what. A manager reads and exports everything and decides nothing. */
const rolesByPermission = {
  read: everyone,
  "decide.supply": ["supply", "admin"],
  "decide.marketing": ["marketing", "admin"],
  "decide.operator": ["operator", "admin"],
  "transfer.move": ["supply", "admin"],
  "lane.edit": ["supply", "admin"],
  "stock.adjust": ["supply", "operator", "admin"],
  "order.resolve": ["operator", "admin"],
  "import.run": ["supply", "marketing", "operator", "admin"],
  "sync.now": ["operator", "admin"],
  "publish.set": ["operator", "admin"],
  "forecast.override": ["supply", "manager", "admin"],
  "policy.edit": ["admin"],
  /** Whoever sees something go wrong may stop it; going on is decided by those who answer for it. */
  "everything.stop": everyone,
  "everything.resume": ["manager", "admin"],
  "people.manage": ["admin"],
  "connection.manage": ["admin"],
  "token.manage": ["admin"],
  "audit.read": ["manager", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof rolesByPermission;

/** Whether a role holds a permission; for showing or leaving out controls. The service checks again. */
export function may(role: Role, permission: Permission): boolean {
  return (rolesByPermission[permission] as readonly Role[]).includes(role);
}

/** Throws Forbidden, naming the roles that may, unless the actor holds the permission. */
export function authorise(actor: Actor, permission: Permission): void {
  if (may(actor.role, permission)) return;
  throw roleMayNot(actor, rolesByPermission[permission]);
}

/** The Forbidden of a role that may not do something, naming those that may. */
export function roleMayNot(actor: Actor, allowed: readonly Role[]): Forbidden {
  return new Forbidden(
    `The role ${actor.role} may not do this. It needs ${allowed.join(" or ")}; nothing was changed.`,
    {
      say: say("refusals.role", {
        role: say("shell.role", { role: actor.role }),
        allowed: { any: allowed.map((role) => say("shell.role", { role })) },
      }),
    },
  );
}
