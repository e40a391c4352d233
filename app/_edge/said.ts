import type { Format } from "@/components/format";
import { isSay, type Say, type SayValue } from "@/lib/core/say";

/** What a message function has to offer; keys reach over all namespaces. */
interface Words {
  (key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
}

export type Said = (what: Say) => string;

/**
 * Makes sentences out of their keys in one language: money, moments, days and lists in it are formatted for the reader,
 * counts are left to the message's own plural. A key that nobody knows gives the empty text, never the key.
 */
export function saidIn(t: Words, format: Format): Said {
  const said = ({ key, values = {} }: Say): string => {
    if (!t.has(key)) return "";
    const words = Object.entries(values).map(([name, value]) => [name, wordsOf(value)] as const);
    return t(key, Object.fromEntries(words));
  };
  const text = (value: SayValue): string => String(wordsOf(value));
  const between = format.locale.startsWith("zh") ? "" : " ";
  const wordsOf = (value: SayValue): string | number => {
    if (typeof value === "string" || typeof value === "number") return value;
    if (isSay(value)) return said(value);
    if ("minor" in value) return format.money(value.minor, value.currency);
    if ("at" in value) return format.moment(value.at);
    if ("day" in value) return format.calendarDay(value.day);
    if ("all" in value) return format.list(value.all.map(text));
    if ("any" in value) return format.choice(value.any.map(text));
    return value.sentences.map(said).join(between);
  };
  return said;
}

/** What was stored as a sentence to be made, or the English text beside it where there is none; null: nothing was stored. */
export const sayStored = (said: Said, what: Say | null, english: string | null): string | null =>
  english && ((what && said(what)) || english);
