import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { saidIn } from "@/app/_edge/said";
import { makeFormat } from "@/components/format";
import { type AppLocale, intlTag, locales } from "@/i18n/locales";
import { STREAMS } from "@/lib/connectors/live-contract";
import { type Say, type SayValue, say } from "@/lib/core/say";
import { fieldReason, reasonKeys, recordReason } from "@/lib/ingest/reasons";
import { KINDS, rowFields } from "@/lib/ingest/schemas/index";
import { sayReason } from "@/lib/services/action/say-reason";
import { actionKinds } from "@/lib/services/policy/kinds";
import { rejectReasons } from "@/lib/services/recommendation/reject";
import { argumentsOf } from "./arguments";
import { messagesOf } from "./index";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const place = path ? `${path}.${key}` : key;
    return typeof value === "string" ? [[place, value] as [string, string]] : flatten(value, place);
  });
}

const catalogues = locales.map((locale) => ({
  locale,
  messages: new Map(flatten(messagesOf(locale) as Tree)),
}));
const english = catalogues[0]?.messages ?? new Map<string, string>();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
const files = ["app", "bin", "components", "db", "lib", "sandbox"]
  .flatMap(sources)
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** The names at the top of the object literal that begins at `from`; null when the text there is no object literal. */
function namesAt(text: string, from: number): string[] | null {
  const begin = text.slice(from).search(/\S/) + from;
  if (text[begin] !== "{") return null;
  let depth = 0;
  let top = "";
  for (let at = begin; at < text.length; at++) {
    const sign = text[at] ?? "";
    if ("{[(".includes(sign)) depth++;
    else if (depth === 1 && sign !== "}") top += sign;
    if ("}])".includes(sign) && --depth === 0) break;
  }
  return top.split(",").flatMap((part) => /^\s*(\w+)/.exec(part)?.[1] ?? []);
}

interface Spoken {
  path: string;
  key: string;
  /** What it hands over; null where that is a variable. */
  names: string[] | null;
}

const speaking = files.filter(({ text }) => /from "(@\/lib\/core|\.)\/say"/.test(text));
const spoken: Spoken[] = speaking.flatMap(({ path, text }) =>
  [...text.matchAll(/\bsay\(\s*"([\w.-]+)"\s*(,)?/g)].map(({ 0: whole, 1: key = "", 2: comma, index }) => {
    const after = index + whole.length;
    const more = comma !== undefined && !/^\s*\)/.test(text.slice(after));
    return { path, key, names: more ? namesAt(text, after) : [] };
  }),
);

/** Keys of rules that a schema refuses by. */
const refined = files.flatMap(({ path, text }) =>
  [...text.matchAll(/^[^*]*params: \{\s*key: "([\w.]+)"/gm)].map(({ 1: key = "" }) => ({ path, key })),
);

/** Keys that are put together: what stands before and after the part that varies, and all it can be. */
const assembled: { pattern: string; parts: readonly string[] }[] = [
  { pattern: "imports.kinds.$", parts: KINDS },
  { pattern: "imports.fields.$", parts: KINDS.flatMap((kind) => [...rowFields(kind).keys()]) },
  {
    pattern: "imports.codes.$.title",
    parts: reasonKeys.map((key) => reasonOf(key).code),
  },
  { pattern: "rejects.$", parts: reasonKeys },
  { pattern: "refusals.stream.names.$", parts: STREAMS },
  { pattern: "recommendation.reject.$", parts: rejectReasons },
  { pattern: "authority.kind.$", parts: actionKinds },
];

function reasonOf(key: string) {
  const named = { first: "2026-04-03", second: "2026-03-04" };
  try {
    return fieldReason(key as "missing", named);
  } catch {
    return recordReason(key as "no_rate", named);
  }
}

describe("what the server says", () => {
  test("has a sentence for every key, and hands over all that it names", () => {
    const wrong = spoken.flatMap(({ path, key, names }) => {
      const text = english.get(key);
      if (text === undefined) return [`${path}: ${key} has no sentence`];
      const missing = names ? argumentsOf(text, "en").filter((name) => !names.includes(name)) : [];
      return missing.map((name) => `${path}: ${key} needs ${name}`);
    });
    expect(wrong).toEqual([]);
    expect(spoken.length).toBeGreaterThan(100);
    expect(refined.filter(({ key }) => !english.has(key))).toEqual([]);
  });

  test("puts keys together only in known ways, each with all its sentences", () => {
    const known = assembled.map(({ pattern }) => pattern);
    const found = speaking.flatMap(({ path, text }) =>
      [...text.matchAll(/\bsay\(\s*`([^`]*)`/g)].map(({ 1: key = "" }) => ({
        path,
        pattern: key.replace(/\$\{[^}]*\}/g, "$"),
      })),
    );
    expect(found.filter(({ pattern }) => !known.includes(pattern))).toEqual([]);
    const missing = assembled.flatMap(({ pattern, parts }) =>
      parts.map((part) => pattern.replace("$", part)).filter((key) => !english.has(key)),
    );
    expect(missing).toEqual([]);
  });

  test("keeps no sentence that nothing says", () => {
    const said = new Set([
      ...[...spoken, ...refined].map(({ key }) => key),
      ...assembled.flatMap(({ pattern, parts }) => parts.map((part) => pattern.replace("$", part))),
    ]);
    const ours = [...english.keys()].filter((key) => /^(refusals|rejects)\./.test(key));
    expect(ours.filter((key) => !said.has(key))).toEqual([]);
  });

  test("leaves a sentence out only where nobody but programs reads", () => {
    const programs =
      /^(bin|examples)\/|^app\/api\/v1\/|^lib\/services\/(api|webhook)\/|^lib\/connectors\/registry/;
    const silent = files.filter(({ path, text }) => /\bsay: null\b/.test(text) && !programs.test(path));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("names a sentence with every rule of a form", () => {
    const unnamed = files
      .filter(({ path }) => /^(app|lib\/services)\//.test(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\.(refine|superRefine)\(/g)]
          .filter(({ index }) => !/params: \{\s*key:/.test(text.slice(index, index + 400)))
          .map(() => path),
      );
    expect(unnamed).toEqual([]);
  });

  test("knows every code that is kept as the reason of an action", () => {
    const places =
      /^(lib\/executors|lib\/services\/action|lib\/jobs\/actions|sandbox\/vendors\/(ads|warehouse))/;
    const stored = files
      .filter(({ path }) => !path.includes("/testing/"))
      .flatMap(({ path, text }) =>
        places.test(path)
          ? [
              ...text.matchAll(/\breason: "(\w+)"/g),
              ...text.matchAll(/\b(?:stop|nothing|unsent)\("\w+", "(\w+)"/g),
              ...text.matchAll(/\breturn "(\w+_\w+)";/g),
            ]
          : path.startsWith("sandbox/vendors/")
            ? [...text.matchAll(/\brefusal\(\d+, "(\w+)"/g)]
            : [],
      )
      .map(({ 1: code = "" }) => code);
    expect(stored.length).toBeGreaterThan(15);
    expect([...new Set(stored)].filter((code) => sayReason(code).key.endsWith(".other"))).toEqual([]);
  });
});

/** Something for each name, as it comes: counts are numbers, so that plurals are picked. */
const counted =
  /^(count|units|wanted|days|least|most|taken|ordered|lines|cells|columns|megabytes|times|of|hours|read|total|seconds|limit|line|linesSeen|unitsSeen)$/;
const sampleOf = (name: string): SayValue =>
  counted.test(name) ? 1_240 : name === "at" ? { at: "2026-11-22T14:05:00Z" } : "甲";

function saidFor(locale: AppLocale) {
  const t = createTranslator({ locale: intlTag(locale), messages: messagesOf(locale), timeZone: "UTC" });
  return saidIn(t as unknown as Parameters<typeof saidIn>[0], makeFormat(locale, "UTC"));
}

describe.each(catalogues)("in $locale", ({ locale, messages }) => {
  test("every sentence is made whole", () => {
    const said = saidFor(locale);
    const spaces =
      /^(refusals|rejects|recommendation\.actionReason|settings\.notices|orders\.problems\.stuck)\./;
    const wrong = [...messages].flatMap(([key, text]) => {
      if (!spaces.test(key)) return [];
      const values = argumentsOf(text, locale).map((name) => [name, sampleOf(name)]);
      const made = said({ key, values: Object.fromEntries(values) });
      return made === "" || /[{}]|undefined|null|NaN|\[object/.test(made) ? [`${key}: ${made}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test("no message of another language holds a run of English words", () => {
    const ofCode = /\{\w+, (plural|select|number)|=\d|[{}]/g;
    const wrong = [...messages].filter(
      ([, text]) => locale !== "en" && /[A-Za-z]{2,}(?: [a-z]{2,}){2,}/.test(text.replace(ofCode, "·")),
    );
    expect(wrong).toEqual([]);
  });
});

describe("money, moments, days, counts and lists are the language's own", () => {
  const role = (name: string) => say("shell.role", { role: name });
  const spare = say("refusals.quantity.spare", { place: "Shenzhen", units: 1_240 });
  const wanted: [what: Say, ...sentences: [AppLocale, string][]][] = [
    [
      say("refusals.role", { role: role("manager"), allowed: { any: [role("supply"), role("admin")] } }),
      [
        "en",
        "The role Manager may not do this. It needs Supply chain or Administrator; nothing was changed.",
      ],
      ["zh-Hant", "您的角色「主管」無法執行這項操作；需要的角色是供應鏈或系統管理員。未做任何變更。"],
      ["zh-Hans", "您的角色“经理”无法执行这项操作；需要的角色是供应链或系统管理员。未做任何更改。"],
    ],
    [
      say("refusals.nothingChanged", { why: { sentences: [say("refusals.quantity.laneNotUsable"), spare] } }),
      [
        "en",
        "This lane cannot be used for it now. Shenzhen can spare 1,240 units without running short itself. Nothing was changed.",
      ],
      ["zh-Hant", "目前無法使用這條路線。Shenzhen最多可調出 1,240 件，再多自己就會缺貨。未做任何變更。"],
      ["zh-Hans", "目前无法使用这条线路。Shenzhen最多可调出 1,240 件，再多自己就会缺货。未做任何更改。"],
    ],
    [
      fieldReason("ambiguous_date", {
        first: "2026-04-03",
        firstFormat: "dd/MM",
        second: "2026-03-04",
        secondFormat: "MM/dd",
      }).say,
      ["en", "Could be Apr 3, 2026 (dd/MM) or Mar 4, 2026 (MM/dd). Choose the file’s date format."],
      ["zh-Hant", "可能是 2026年4月3日（dd/MM），也可能是 2026年3月4日（MM/dd）。請選擇檔案的日期格式。"],
      ["zh-Hans", "可能是 2026年4月3日（dd/MM），也可能是 2026年3月4日（MM/dd）。请选择文件的日期格式。"],
    ],
    [
      say("refusals.order.settled", { name: "Wei", hasName: "yes", at: { at: "2026-11-22T14:05:00Z" } }),
      ["en", "Wei settled this on Nov 22, 2026, 14:05. Nothing was changed by your press."],
      ["zh-Hant", "Wei 已於 2026年11月22日 14:05 處理這筆訂單。您的操作沒有變更任何內容。"],
      ["zh-Hans", "Wei 已于 2026年11月22日 14:05 处理这个订单。您的操作没有更改任何内容。"],
    ],
  ];
  test.each(wanted)("$key", (what, ...sentences) => {
    for (const [locale, sentence] of sentences) expect(saidFor(locale)(what)).toBe(sentence);
  });
});

test("a reason without a sentence of its own is named by its code", () => {
  expect(sayReason("http_503")).toEqual({
    key: "recommendation.actionReason.http",
    values: { code: "503" },
  });
  expect(sayReason("undo_timeout")).toEqual({
    key: "recommendation.actionReason.undo",
    values: { why: { key: "recommendation.actionReason.timeout" } },
  });
  expect(sayReason("econnrefused").key).toBe("recommendation.actionReason.unreachable");
  expect(sayReason("dock_closed")).toEqual({
    key: "recommendation.actionReason.other",
    values: { code: "dock_closed" },
  });
});
