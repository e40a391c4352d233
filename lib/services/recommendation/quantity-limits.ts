import type { Queryable } from "@/db/client";
import { PlimsollError } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import type { Policy } from "../policy/get";
import { authoriseTeam } from "./authorise-team";
import type { RecommendationDetail } from "./get";
import { type LaneLimits, repricerOf } from "./reprice";

/**
 * How far the quantity of each transfer on one lane may be changed, by option; one that cannot be priced now is left out, its
 * approval says why. Throws Forbidden for a team that the actor does not decide for.
 */
export async function quantityLimitsOf(
  db: Queryable,
  actor: Actor,
  { team, skuId, options }: Pick<RecommendationDetail, "team" | "skuId" | "options">,
  policy: Policy,
  now = new Date(),
): Promise<Map<string, LaneLimits>> {
  authoriseTeam(actor, team);
  const onOneLane = options.filter((option) => option.kind === "transfer" && option.steps.length === 1);
  if (skuId === null || onOneLane.length === 0) return new Map();
  const price = await repricerOf(db, skuId, policy, now);
  return new Map(
    onOneLane.flatMap((option) => {
      try {
        const [lane] = price(option, []).limits;
        return lane ? [[option.key, lane] as const] : [];
      } catch (error) {
        if (error instanceof PlimsollError) return [];
        throw error;
      }
    }),
  );
}
