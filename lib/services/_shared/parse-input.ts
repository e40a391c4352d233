import type { z } from "zod";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { storable } from "@/lib/core/storable";

/**
 * Checks a service's input, less the signs that the database cannot keep. Throws Invalid with a sentence for each field that cannot be used; its cause is the schema's
 * own error, from which pages make theirs.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(storable(input), { reportInput: true });
  if (parsed.success) return parsed.data;
  const fieldErrors: Record<string, string> = {};
  for (const issue of parsed.error.issues) fieldErrors[issue.path.join(".") || "body"] ??= issue.message;
  const list = Object.entries(fieldErrors).map(([field, text]) => `${field}: ${text}`);
  throw new Invalid(`Nothing was changed. Correct ${list.join("; ")}.`, {
    say: say("api.errors.form"),
    fieldErrors,
    cause: parsed.error,
  });
}
