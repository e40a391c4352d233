import { expect, test } from "vitest";
import { VendorError } from "@/lib/connectors/live-contract";
import { failuresBeforeOpen, judgeFailure } from "./failures";

test("only what is throttled or transient is tried again soon, after a wait of chance that doubles", () => {
  const transient = new VendorError("transient", "http_503", "down");
  for (let before = 0; before < failuresBeforeOpen - 1; before++) {
    const { step, waitSeconds } = judgeFailure(transient, before, 0.999);
    expect(step).toBe("retry");
    expect(waitSeconds).toBeCloseTo(2 * 2 ** before * 0.999);
    expect(judgeFailure(transient, before, 0).waitSeconds).toBe(0.1);
  }
  expect(judgeFailure(transient, failuresBeforeOpen - 1, 0.5)).toMatchObject({
    step: "open",
    waitSeconds: 60,
  });
  expect(judgeFailure(transient, 40, 0.5).waitSeconds).toBe(900);
});

test("a vendor's own wait is never undercut, and busyness alone never opens the circuit", () => {
  const throttled = new VendorError("throttled", "http_429", "busy", 400);
  expect(judgeFailure(throttled, 0, 0.1).waitSeconds).toBe(400);
  expect(judgeFailure(throttled, 50, 0.1).step).toBe("retry");
});

test("what no repetition sets right is left alone, and begins anew afterwards", () => {
  for (const failure of ["refused", "forbidden", "unexpected"] as const)
    expect(judgeFailure(new VendorError(failure, "x", "x"), 0, 0.5)).toMatchObject({
      step: "open",
      fromTheBeginning: true,
    });
  expect(judgeFailure(new VendorError("unauthorised", "http_401", "x"), 0, 0.5).step).toBe("reconnect");
});

test("a fault of our own says nothing of what was in it", () => {
  expect(judgeFailure(new TypeError("token abc"), 0, 0.5)).toMatchObject({ code: "internal", step: "retry" });
  expect(judgeFailure(new TypeError("token abc"), 0, 0.5).detail).not.toContain("abc");
});
