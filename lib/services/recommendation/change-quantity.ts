import { z } from "zod";
import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { parseInput } from "../_shared/parse-input";
import { getPolicy } from "../policy/get";
import { quantitiesInput } from "./approve";
import { authoriseAnyTeam, authoriseTeam } from "./authorise-team";
import { conflictOf, loadStanding } from "./conflict";
import { noRecommendation } from "./missing";
import { type Repriced, repriceOption } from "./reprice";
import type { Option, RecommendationState, Team } from "./types";

export const changeQuantityInput = z.object({
  id: z.number().int().positive(),
  version: z.number().int().positive(),
  optionKey: z.string().min(1).max(100),
  quantities: quantitiesInput,
});

/**
 * What an option is worth with other quantities, and how the donors stand afterwards. Writes nothing: the quantities go
 * along with the approval, which prices them again. Throws Forbidden, Invalid with the figure that would do, NotFound, or
 * Conflict when the recommendation is no longer what the person saw.
 */
export async function changeQuantity(db: Db, actor: Actor, request: unknown): Promise<Repriced> {
  authoriseAnyTeam(actor);
  const { id, version, optionKey, quantities } = parseInput(changeQuantityInput, request);
  const [row] = await db<
    { team: Team; state: RecommendationState; version: number; skuId: number | null; options: Option[] }[]
  >`
    select team, state, version, sku_id as "skuId", options from recommendation where id = ${id}`;
  if (!row) throw noRecommendation();
  authoriseTeam(actor, row.team);
  if (row.version !== version || (row.state !== "open" && row.state !== "blocked"))
    throw conflictOf(await loadStanding(db, id));
  const offered = row.options.find((option) => option.key === optionKey);
  if (!offered || row.skuId === null)
    throw new Invalid("This way out has no quantity that could be changed.", {
      say: say("refusals.recommendation.noQuantity"),
    });
  return repriceOption(db, row.skuId, offered, quantities, await getPolicy(db), new Date());
}
