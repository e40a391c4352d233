import { createHash } from "node:crypto";
import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from "graphql";
import type { UserError } from "../bulk";
import { shopSchema } from "../schema";
import type { Shop } from "../shop";

/**
 * Does a write once for its key: the same key and parameters get the first answer again, other parameters an error. Since
 * 2026-04 a key must be given.
 */
export function once<T extends { userErrors: readonly UserError[] }>(
  shop: Shop,
  info: GraphQLResolveInfo,
  parameters: unknown,
  act: () => T,
  failed: (error: UserError) => T,
): T {
  const key = keyOf(info);
  if (key === null)
    throw new GraphQLError(`The @idempotent directive is required on ${info.fieldName}.`, {
      extensions: { code: "BAD_REQUEST" },
    });
  const name = `${info.fieldName}|${key}`;
  const hash = createHash("sha256").update(JSON.stringify(parameters)).digest("hex");
  const before = shop.answered.get(name);
  if (before && before.parameters !== hash)
    return failed({
      field: null,
      message: "The same idempotency key was used with different parameters.",
      code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
    });
  if (before) return before.answer as T;
  const answer = act();
  if (answer.userErrors.length === 0) shop.answered.set(name, { parameters: hash, answer });
  return answer;
}

function keyOf(info: GraphQLResolveInfo): string | null {
  const directive = shopSchema.getDirective("idempotent");
  const [node] = info.fieldNodes;
  if (!directive || !node) return null;
  const values = getDirectiveValues(directive, node, info.variableValues);
  return typeof values?.key === "string" && values.key !== "" ? values.key : null;
}
