import { expect, test } from "vitest";
import { newSecret } from "@/lib/core/ids";
import { setUpCode, setUpCodeFits } from "./set-up-code";

const secret = "the secret of one installation, long enough";

test("the code is 16 letters that cannot be mistaken, the same each time, another for another installation", () => {
  const codes = Array.from({ length: 200 }, () => setUpCode(newSecret()));
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(new Set(codes).size).toBe(200);
  expect(setUpCode(secret)).toBe(setUpCode(secret));
  // Every place takes every letter, so that no bit is lost.
  for (let place = 0; place < 19; place++)
    expect(new Set(codes.map((code) => code[place])).size).toBeGreaterThan(place % 5 === 4 ? 0 : 25);
});

test("it fits however it is typed, and nothing else does", () => {
  const code = setUpCode(secret);
  for (const typed of [code, code.toLowerCase(), code.replaceAll("-", " "), ` ${code.replaceAll("-", "")}`])
    expect(setUpCodeFits(typed, secret)).toBe(true);
  const mistyped = code.replaceAll("0", "o").replaceAll("1", "l");
  expect(setUpCodeFits(mistyped, secret)).toBe(true);
  const other = (code.startsWith("A") ? "B" : "A") + code.slice(1);
  for (const wrong of ["", other, code.slice(0, -1), `${code}A`, setUpCode(newSecret())])
    expect(setUpCodeFits(wrong, secret)).toBe(false);
});
