import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import compile from "icu-minify/compile";
import type { AbstractIntlMessages } from "next-intl";
import type { AppLocale } from "@/i18n/locales";

const folder = join(/* turbopackIgnore: true */ process.cwd(), "messages");
const kept = new Map<AppLocale, AbstractIntlMessages>();
const keptCompiled = new Map<AppLocale, AbstractIntlMessages>();

/** Reads messages/<locale>/<namespace>.json; the file's name is the namespace. Server only. */
function load(locale: AppLocale): AbstractIntlMessages {
  const files = readdirSync(join(folder, locale)).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, locale, name), "utf8"))]),
  );
}

/** All messages of a language by namespace. Read once in production, anew on each call while developing. */
export function messagesOf(locale: AppLocale): AbstractIntlMessages {
  const known = kept.get(locale);
  if (known) return known;
  const messages = load(locale);
  if (process.env.NODE_ENV === "production") kept.set(locale, messages);
  return messages;
}

/**
 * The same messages, parsed: what pages are made with, since next.config.ts puts the formatter of parsed messages in place of
 * the one that parses each of them anew for every request. next-intl types a message as text in either form.
 */
export function compiledMessagesOf(locale: AppLocale): AbstractIntlMessages {
  const known = keptCompiled.get(locale);
  if (known) return known;
  // React hands no object without a prototype to a browser, which the branches of a plural are.
  const messages: AbstractIntlMessages = JSON.parse(JSON.stringify(compiled(messagesOf(locale))));
  if (process.env.NODE_ENV === "production") keptCompiled.set(locale, messages);
  return messages;
}

const compiled = (messages: AbstractIntlMessages): AbstractIntlMessages =>
  Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === "string" ? (compile(value) as string) : compiled(value),
    ]),
  );
