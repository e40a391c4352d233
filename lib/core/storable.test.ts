import { expect, test } from "vitest";
import { jsonText, storable } from "./storable";

test("texts and names lose what the database cannot keep, however deep they stand; all else stays as it is", () => {
  const at = new Date(0);
  const given = {
    "a\u0000": ["b\u0000", { c: "\ud83d\ude00 \ud83d" }],
    at,
    none: null,
    left: undefined,
    n: 1,
  };
  expect(storable(given)).toEqual({
    a: ["b", { c: "\ud83d\ude00 \ufffd" }],
    at,
    none: null,
    left: undefined,
    n: 1,
  });
  expect(storable(at)).toBe(at);
  expect(JSON.parse(jsonText(given))).toEqual({
    ...{ a: ["b", { c: "\ud83d\ude00 \ufffd" }], at: at.toISOString(), none: null, n: 1 },
  });
});
