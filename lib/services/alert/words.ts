import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "next-intl";

const languages = ["en", "zh-Hant", "zh-Hans"] as const;
export type Language = (typeof languages)[number];

/** The language of a person's preference; English when there is none. */
export const languageOf = (preference: unknown): Language =>
  languages.find((language) => language === preference) ?? "en";

type Words = (key: string, values?: Record<string, string | number>) => string;
const kept = new Map<Language, Words>();

/** Sentences of the namespace `alerts` for messages that leave the application, where no page and no reader's session is. */
export function alertWords(language: Language): Words {
  const known = kept.get(language);
  if (known) return known;
  const file = join(process.cwd(), "messages", language, "alerts.json");
  const alerts: unknown = JSON.parse(readFileSync(file, "utf8"));
  const t = createTranslator({ locale: language, messages: { alerts } as never, timeZone: "UTC" });
  const words: Words = (key, values) => t(`alerts.${key}` as never, values as never);
  kept.set(language, words);
  return words;
}
