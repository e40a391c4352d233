import { expect, test } from "vitest";
import { noChange, readWhatIf, whatIfHref, withForbidden, withLeadDays, withUnits } from "./what-if";

test("what is tried stands in the address and is read from it again", () => {
  let change = withForbidden(noChange, 3, true);
  change = withForbidden(change, 7, true);
  change = withLeadDays(change, 5, 12);
  change = withUnits(change, { skuId: 41, laneId: 3 }, 60);
  const href = whatIfHref(change);
  expect(href).toBe("/transfers?forbid=3,7&lead=5-12&units=41-3-60");
  expect(readWhatIf(new URL(href, "http://here").searchParams)).toEqual(change);
});

test("what is taken back leaves the address as it was", () => {
  const change = withUnits(withLeadDays(withForbidden(noChange, 3, true), 5, 12), { skuId: 1, laneId: 2 }, 6);
  const back = withUnits(
    withLeadDays(withForbidden(change, 3, false), 5, null),
    { skuId: 1, laneId: 2 },
    null,
  );
  expect(whatIfHref(back)).toBe("/transfers");
});

test("words that mean nothing are kept to be told, and of two about the same the last counts", () => {
  expect(readWhatIf({ forbid: "x,-1,4", lead: ["5", "6-7"], units: "1-2,1-2-3-4,1-2-3" })).toEqual({
    forbid: [4],
    leadDays: [{ laneId: 6, days: 7 }],
    quantities: [{ skuId: 1, laneId: 2, units: 3 }],
    unread: ["forbid=x", "forbid=-1", "lead=5", "units=1-2", "units=1-2-3-4"],
  });
  expect(readWhatIf({ lead: "5-3,5-9", units: "1-2-3,1-2-6" })).toEqual({
    ...noChange,
    leadDays: [{ laneId: 5, days: 9 }],
    quantities: [{ skuId: 1, laneId: 2, units: 6 }],
  });
});
