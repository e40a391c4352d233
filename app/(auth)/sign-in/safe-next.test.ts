import { expect, test } from "vitest";
import { safeNext } from "./safe-next";

test("a path of our own is kept with its filters", () => {
  expect(safeNext("/inventory?state=out&q=bottle")).toBe("/inventory?state=out&q=bottle");
});

test.each([
  undefined,
  "",
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/a\\b",
  "/\tevil",
  "javascript:alert(1)",
  "/sign-in?next=/x",
  "/api/auth/sign-out",
])("%s leads to the overview", (next) => {
  expect(safeNext(next)).toBe("/");
});
