import { expect, test } from "vitest";
import { countPlaywright } from "./journeys-stage";
import { failureText, singleCheck, totalLine } from "./result";
import { countVitest } from "./vitest-stage";

test("the last line adds the stages up, and names skipped tests only when there are some", () => {
  const well = singleCheck("types", 0, "");
  const bad = singleCheck("lint", 1, "no");
  expect(totalLine([well, bad])).toBe("1 passed, 1 failed");
  expect(totalLine([well, { passed: 3, skipped: 2, failures: [] }])).toBe("4 passed, 0 failed, 2 skipped");
});

test("a test file that cannot be loaded is a failure, not silence", () => {
  const assertion = (status: string) => ({
    fullName: status,
    status,
    failureMessages: status === "failed" ? ["why"] : [],
  });
  const result = countVitest({
    testResults: [
      {
        name: "/a.test.ts",
        status: "failed",
        message: "",
        assertionResults: ["passed", "failed", "skipped", "todo"].map(assertion),
      },
      { name: "/b.test.ts", status: "failed", message: "cannot be parsed", assertionResults: [] },
    ],
  });
  expect([result.passed, result.failures.length, result.skipped]).toEqual([1, 2, 2]);
  expect(result.failures[1]?.reason).toBe("cannot be parsed");
});

test("journeys are counted in every nested suite, and a start that failed counts", () => {
  const spec = (status: string) => ({
    title: status,
    file: "a.spec.ts",
    line: 1,
    tests: [{ status, results: [{ errors: [{ message: "why" }] }] }],
  });
  const inner = { title: "inner", specs: [spec("expected"), spec("unexpected")] };
  const result = countPlaywright({
    suites: [{ title: "a.spec.ts", specs: [spec("expected"), spec("skipped")], suites: [inner] }],
    errors: [{ message: "Plimsoll did not start" }],
  });
  expect([result.passed, result.failures.length, result.skipped]).toEqual([2, 2, 1]);
  expect(result.failures[0]?.name).toBe("a.spec.ts:1 › inner › unexpected");
});

test("a long reason is cut and says so", () => {
  expect(failureText({ name: "x", reason: "1\n2\n3" }, 2)).toBe("✗ x\n    1\n    2\n    … 1 more lines");
});
