import { expect, test } from "vitest";
import { negotiateLocale } from "./negotiate";

test("the reader's first served language wins, by weight", () => {
  expect(negotiateLocale("de-DE,de;q=0.9,zh-TW;q=0.8,en;q=0.7")).toBe("zh-Hant");
  expect(negotiateLocale("en;q=0.5, zh-CN;q=0.9")).toBe("zh-Hans");
  expect(negotiateLocale("zh-Hant-CN")).toBe("zh-Hant");
  expect(negotiateLocale("zh-HK")).toBe("zh-Hant");
  expect(negotiateLocale("zh")).toBe("zh-Hans");
});

test("nothing usable gives the default", () => {
  for (const header of [null, "", "*", "fr", "en;q=0", ";;q=x"]) expect(negotiateLocale(header)).toBe("en");
});
