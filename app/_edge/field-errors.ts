import { getTranslations } from "next-intl/server";
import type { z } from "zod";

/**
 * A sentence for each field that a schema refused, in the reader's language; the first problem of a field counts. A rule
 * of our own names its sentence: `.refine(…, { params: { key: "namespace.message" } })`.
 */
export async function fieldErrorsOf(error: z.ZodError): Promise<Record<string, string>> {
  const [t, all] = await Promise.all([getTranslations("api.field"), getTranslations()]);
  const sentences: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = issue.path.join(".") || "form";
    const key = issue.code === "custom" ? issue.params?.key : undefined;
    sentences[field] ??= typeof key === "string" && all.has(key) ? all(key) : sentence(issue, t);
  }
  return sentences;
}

type FieldWords = Awaited<ReturnType<typeof getTranslations<"api.field">>>;

function sentence(issue: z.core.$ZodIssue, t: FieldWords): string {
  switch (issue.code) {
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? t(Number(issue.minimum) <= 1 ? "required" : "tooShort", { count: Number(issue.minimum) })
        : t("tooSmall", { limit: Number(issue.minimum) });
    case "too_big":
      return issue.origin === "string" || issue.origin === "array"
        ? t("tooLong", { count: Number(issue.maximum) })
        : t("tooBig", { limit: Number(issue.maximum) });
    case "invalid_type":
      if (issue.expected === "number" && issue.input !== undefined && issue.input !== null)
        return t("number");
      return issue.input === undefined || issue.input === null
        ? t("required")
        : t("wrongType", { expected: issue.expected });
    case "invalid_format":
      if (issue.input === "") return t("required");
      return t(issue.format === "email" ? "email" : "format");
    case "invalid_value":
      return t("notListed");
    case "unrecognized_keys":
      return t("unknownKeys", { keys: issue.keys.join(", ") });
    default:
      return t("format");
  }
}
