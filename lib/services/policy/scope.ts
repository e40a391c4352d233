import { z } from "zod";

/** Where a rule holds. What is left out does not narrow it; an empty scope holds everywhere. */
export const scopeSchema = z.object({
  team: z.enum(["supply", "marketing", "operator"]).optional(),
  category: z.string().trim().min(1).max(200).optional(),
  /** Codes of a channel and a location. */
  channel: z.string().trim().min(1).max(100).optional(),
  location: z.string().trim().min(1).max(100).optional(),
});
export type Scope = z.output<typeof scopeSchema>;

/** What a figure or a decision is about; a transfer has two locations. Unknown or none: left out. */
export interface Place {
  team?: Scope["team"];
  categories?: readonly string[];
  channels?: readonly string[];
  locations?: readonly string[];
}

/** Whether a scope holds for a place. */
export function isWithin(scope: Scope, place: Place): boolean {
  const holds = (wanted: string | undefined, found: readonly string[] | undefined) =>
    wanted === undefined || (found ?? []).includes(wanted);
  return (
    holds(scope.team, place.team === undefined ? [] : [place.team]) &&
    holds(scope.category, place.categories) &&
    holds(scope.channel, place.channels) &&
    holds(scope.location, place.locations)
  );
}

/**
 * How specific a scope is; the higher one wins. A location counts before a channel, a channel before a category, a category
 * before a team, whatever else is named beside them.
 */
export function rankOf(scope: Scope): number {
  return (scope.location ? 8 : 0) + (scope.channel ? 4 : 0) + (scope.category ? 2 : 0) + (scope.team ? 1 : 0);
}

/** The same for equal scopes. */
export const scopeKey = ({ location, channel, category, team }: Scope): string =>
  [location, channel, category, team].map((part) => part ?? "*").join("/");
