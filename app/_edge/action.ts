import { unstable_rethrow } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { Actor } from "@/lib/services/_shared/actor";
import { type ActionError, describeError } from "./describe-error";
import { fieldErrorsOf } from "./field-errors";
import { requireActorForAction } from "./require-actor";

/** What a server action answers: never a thrown error, always something that a page can show. */
export type ActionResult<Data> = { ok: true; data: Data } | { ok: false; error: ActionError };

/**
 * A server action out of a schema and what to do: finds the actor, checks the input, runs, and turns every failure into
 * an answer. Use it in a file that begins with "use server":
 *
 *     export const approve = action(schema, async (actor, input) => approveRecommendation(getDb(), actor, input));
 *
 * The input is a plain object or a FormData; of fields that occur more than once the last counts.
 */
export function action<Schema extends z.ZodType, Data>(
  schema: Schema,
  run: (actor: Actor, input: z.output<Schema>) => Promise<Data>,
): (input: z.input<Schema> | FormData) => Promise<ActionResult<Data>> {
  return async (input) => {
    try {
      const actor = await requireActorForAction();
      return await answer(schema, input, (value) => run(actor, value));
    } catch (error) {
      return failure(error);
    }
  };
}

/** The same for what may be asked without being signed in: signing in itself, accepting an invitation. */
export function openAction<Schema extends z.ZodType, Data>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Data>,
): (input: z.input<Schema> | FormData) => Promise<ActionResult<Data>> {
  return async (input) => {
    try {
      return await answer(schema, input, run);
    } catch (error) {
      return failure(error);
    }
  };
}

async function answer<Schema extends z.ZodType, Data>(
  schema: Schema,
  input: unknown,
  run: (value: z.output<Schema>) => Promise<Data>,
): Promise<ActionResult<Data>> {
  const parsed = schema.safeParse(input instanceof FormData ? fieldsOf(input) : input, { reportInput: true });
  if (parsed.success) return { ok: true, data: await run(parsed.data) };
  const [t, fieldErrors] = await Promise.all([getTranslations("api.errors"), fieldErrorsOf(parsed.error)]);
  return { ok: false, error: { code: "invalid", message: t("form"), fieldErrors } };
}

async function failure(error: unknown): Promise<{ ok: false; error: ActionError }> {
  unstable_rethrow(error);
  return { ok: false, error: await describeError(error) };
}

/** React adds fields of its own, whose names begin with a dollar sign. */
const fieldsOf = (form: FormData) =>
  Object.fromEntries([...form.entries()].filter(([name]) => !name.startsWith("$")));
