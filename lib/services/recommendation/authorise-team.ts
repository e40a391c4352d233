import type { Actor } from "../_shared/actor";
import { authorise, may, roleMayNot } from "../_shared/authorise";
import type { Team } from "./types";

const teams: readonly Team[] = ["supply", "marketing", "operator"];

/** Throws Forbidden unless the actor decides for a team. */
export function authoriseTeam(actor: Actor, team: Team): void {
  authorise(actor, `decide.${team}`);
}

/** Throws Forbidden for a role that decides for no team at all, before anything is looked up. */
export function authoriseAnyTeam(actor: Actor): void {
  if (teamsOf(actor).length > 0) return;
  throw roleMayNot(actor, ["supply", "marketing", "operator", "admin"]);
}

/** The teams an actor may decide for. */
export function teamsOf(actor: Actor): Team[] {
  return teams.filter((team) => may(actor.role, `decide.${team}`));
}
