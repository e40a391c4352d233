import type { Actor } from "../_shared/actor";
import { authorise, may, type Permission, roleMayNot } from "../_shared/authorise";
import type { ActionKind } from "./types";

const permissions: Record<ActionKind, Permission> = {
  transfer: "decide.supply",
  transfer_cancel: "decide.supply",
  transfer_ship: "transfer.move",
  transfer_receive: "transfer.move",
  ad_pause: "decide.marketing",
  ad_resume: "decide.marketing",
  ad_budget: "decide.marketing",
  publish_quantity: "decide.operator",
};

/** Throws Forbidden unless the actor may decide on actions of this kind. */
export function authoriseAction(actor: Actor, kind: ActionKind): void {
  authorise(actor, permissions[kind]);
}

/** Throws Forbidden for a role that decides on no action at all, before anything is looked up. */
export function authoriseAnyAction(actor: Actor): void {
  if (Object.values(permissions).some((permission) => may(actor.role, permission))) return;
  throw roleMayNot(actor, ["supply", "marketing", "operator", "admin"]);
}
