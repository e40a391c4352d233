import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { locales } from "@/i18n/locales";
import { argumentsOf } from "./arguments";
import { messagesOf } from "./index";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const place = path ? `${path}.${key}` : key;
    if (typeof value === "string") flat.set(place, value);
    else for (const [inner, text] of flatten(value, place)) flat.set(inner, text);
  }
  return flat;
}

const catalogues = locales.map((locale) => ({ locale, messages: flatten(messagesOf(locale) as Tree) }));
const reference = catalogues[0]?.messages ?? new Map<string, string>();

test("every language has the same files", () => {
  const files = locales.map((locale) => readdirSync(join("messages", locale)).sort());
  for (const list of files) expect(list).toEqual(files[0]);
});

describe.each(catalogues)("$locale", ({ locale, messages }) => {
  test("has every message and no other", () => {
    expect(
      [...messages.keys()].filter((key) => !reference.has(key)),
      "only here",
    ).toEqual([]);
    expect(
      [...reference.keys()].filter((key) => !messages.has(key)),
      "missing here",
    ).toEqual([]);
  });

  test("parses, and takes the same arguments as English", () => {
    const wrong: string[] = [];
    for (const [key, text] of messages) {
      try {
        const ours = argumentsOf(text, locale);
        const theirs = argumentsOf(reference.get(key) ?? text, "en");
        if (ours.join() !== theirs.join())
          wrong.push(`${key}: takes {${ours}} but English takes {${theirs}}`);
      } catch (problem) {
        wrong.push(`${key}: ${problem}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is not empty, holds no note to oneself and no three dots for an ellipsis", () => {
    const wrong = [...messages].filter(([, text]) => text.trim() === "" || /TODO|FIXME|\.\.\./.test(text));
    expect(wrong).toEqual([]);
  });
});
