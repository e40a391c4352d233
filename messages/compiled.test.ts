import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { createTranslator } from "next-intl";
import { _createCache, _createIntlFormatters } from "use-intl/core";
import formatCompiled from "use-intl/format-message/format-only";
import { expect, test } from "vitest";
import { locales } from "@/i18n/locales";
import { compiledMessagesOf, messagesOf } from "./index";

type Tree = { [key: string]: unknown };
type Value = string | number | Date | ((chunks: unknown) => string);

const numbers = [0, 1, 2, 11, 1234.5];
const day = new Date("2026-11-22T14:05:00Z");

/** Every message below a tree with the path of its keys. */
function* leaves(tree: Tree, path: string[] = []): Generator<[string[], unknown]> {
  for (const [key, value] of Object.entries(tree))
    if (typeof value === "object" && !Array.isArray(value)) yield* leaves(value as Tree, [...path, key]);
    else yield [[...path, key], value];
}

/** Whether React can hand it to a browser. */
const isPlain = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  ([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value)) &&
    Object.values(value).every(isPlain));

/** Values for each argument of a message, so that the rounds together meet every branch of a select and several numbers. */
function valuesFor(elements: MessageFormatElement[], round: number, into: Record<string, Value> = {}) {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    const { value: name } = element;
    if (element.type === TYPE.tag) {
      into[name] = (chunks) => `[${[chunks].flat().join("")}]`;
      valuesFor(element.children, round, into);
    } else if (element.type === TYPE.select) {
      const keys = [...Object.keys(element.options), "none of these"];
      into[name] = keys[round % keys.length] ?? "";
    } else if (element.type === TYPE.plural || element.type === TYPE.number)
      into[name] = numbers[round % numbers.length] ?? 0;
    else if (element.type === TYPE.date || element.type === TYPE.time) into[name] = day;
    else into[name] ??= round % 2 ? `text & <b> ${round}` : round;
    if (element.type === TYPE.select || element.type === TYPE.plural)
      for (const option of Object.values(element.options)) valuesFor(option.value, round, into);
  }
  return into;
}

test.each(locales)("a parsed message of %s says what its text says", (locale) => {
  const raw = messagesOf(locale);
  const t = createTranslator({ locale, messages: raw, timeZone: "UTC" });
  const formatters = _createIntlFormatters(_createCache());
  const texts = new Map([...leaves(raw)].map(([path, text]) => [path.join("."), String(text)]));
  const different: string[] = [];
  let count = 0;
  for (const [path, message] of leaves(compiledMessagesOf(locale))) {
    const key = path.join(".");
    const elements = parse(texts.get(key) ?? "", { locale: new Intl.Locale(locale) });
    for (let round = 0; round < (Array.isArray(message) ? 6 : 1); round++) {
      const values = valuesFor(elements, round);
      const options = { formatters, locale, timeZone: "UTC" } as never;
      const ours = formatCompiled(key, message as never, values as never, options);
      const theirs = t.rich(key as never, values as never);
      if ([ours].flat().join("") !== [theirs].flat().join(""))
        different.push(`${key}: ${ours} for ${theirs}`);
      count++;
    }
  }
  expect(different).toEqual([]);
  expect(isPlain(compiledMessagesOf(locale))).toBe(true);
  expect(count).toBeGreaterThan(texts.size);
});
