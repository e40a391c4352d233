import { z } from "zod";
import { exceptionPaths, exceptionScopes } from "./kinds";
import { isWithin, type Place, rankOf, scopeKey, scopeSchema } from "./scope";

const exceptionRow = z
  .object({ scope: scopeSchema, path: z.enum(exceptionPaths), value: z.number() })
  .refine(
    ({ scope, path }) =>
      Object.entries(scope).every(
        ([name, value]) => value === undefined || exceptionScopes[path].some((one) => one === name),
      ),
    {
      message: "this threshold does not differ by that",
      path: ["scope"],
      params: { key: "refusals.policy.scope" },
    },
  );
export type ExceptionRow = z.output<typeof exceptionRow>;

export const exceptionKey = (row: ExceptionRow): string => `${row.path}:${scopeKey(row.scope)}`;

/** One threshold each that differs somewhere. Whether its value is possible is checked with the rules as a whole. */
export const exceptionsSchema = z
  .array(exceptionRow)
  .max(500)
  .refine((rows) => new Set(rows.map(exceptionKey)).size === rows.length, {
    message: "two rows say something for the same scope",
    params: { key: "refusals.policy.twice" },
  });

/** The rules as they hold at a place: exceptions laid over them, the more specific over the less. */
export function rulesFor<Rules extends { exceptions: readonly ExceptionRow[] }>(
  rules: Rules,
  place: Place,
): Rules {
  const rows = rules.exceptions.filter((row) => isWithin(row.scope, place));
  return rows.toSorted((a, b) => rankOf(a.scope) - rankOf(b.scope)).reduce(withValue, rules);
}

/** Rules with one threshold put in. */
export function withValue<Rules extends object>(
  rules: Rules,
  { path, value }: Pick<ExceptionRow, "path" | "value">,
): Rules {
  const [group = "", name = ""] = path.split(".");
  const before = (rules as Record<string, object | undefined>)[group];
  return { ...rules, [group]: { ...before, [name]: value } };
}
