import { getTranslations } from "next-intl/server";
import { ZodError } from "zod";
import { PlimsollError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { log } from "@/lib/core/log";
import { fieldErrorsOf } from "./field-errors";
import { getSaid } from "./get-said";

/** What a page is told about a failure. */
export interface ActionError {
  code: string;
  /** One sentence in the reader's language: what happened, what it means, what to do. */
  message: string;
  /** Sentences by form field. */
  fieldErrors?: Record<string, string>;
  /** Facts of the failure, such as what changed in a conflict. */
  details?: unknown;
  /** Only when nobody foresaw the failure: finds it in the log. */
  logId?: string;
}

/**
 * Words for a thrown error, in the reader's language: one of ours says its sentence, and what a schema refused says one for
 * each field. Anything else is logged, and the reader gets a general sentence with the log's id, never the error's own text.
 */
export async function describeError(error: unknown): Promise<ActionError> {
  const [t, said] = await Promise.all([getTranslations("api.errors"), getSaid()]);
  if (!(error instanceof PlimsollError)) {
    const logId = newId();
    log.error({ err: error, logId }, "an action failed in a way nobody foresaw");
    return { code: "internal", message: t("internal", { logId }), logId };
  }
  const { code, details } = error;
  const refused = error.cause instanceof ZodError ? await fieldErrorsOf(error.cause) : {};
  const own = Object.entries(error.fieldSays ?? {}).map(([field, sentence]) => [field, said(sentence)]);
  const fieldErrors: Record<string, string> = { ...refused, ...Object.fromEntries(own) };
  return {
    code,
    message: (error.say && said(error.say)) || t(code),
    ...(Object.keys(fieldErrors).length > 0 && { fieldErrors }),
    ...(details !== undefined && { details }),
  };
}
