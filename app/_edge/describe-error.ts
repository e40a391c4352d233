import { getTranslations } from "next-intl/server";
import { PlimsollError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { log } from "@/lib/core/log";

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
 * Words for a thrown error. One of ours keeps its sentence, or is translated when its `details` carry
 * `{ key: "namespace.message", values? }`; field errors that are message keys are translated too. Anything else is
 * logged, and the reader gets a general sentence with the log's id, never the error's own text.
 */
export async function describeError(error: unknown): Promise<ActionError> {
  const t = await getTranslations();
  if (!(error instanceof PlimsollError)) {
    const logId = newId();
    log.error({ err: error, logId }, "an action failed in a way nobody foresaw");
    return { code: "internal", message: t("api.errors.internal", { logId }), logId };
  }
  const { key, values } = translationOf(error.details);
  const message =
    key && t.has(key) ? t(key, values) : t(`api.errors.${error.code}`, { detail: error.message });
  const fieldErrors =
    error.fieldErrors &&
    Object.fromEntries(
      Object.entries(error.fieldErrors).map(([field, text]) => [field, t.has(text) ? t(text, values) : text]),
    );
  return { code: error.code, message, fieldErrors, details: key ? undefined : error.details };
}

function translationOf(details: unknown): { key: string | null; values: Record<string, string | number> } {
  if (details && typeof details === "object" && "key" in details && typeof details.key === "string") {
    const values = "values" in details ? (details.values as Record<string, string | number>) : {};
    return { key: details.key, values };
  }
  return { key: null, values: {} };
}
