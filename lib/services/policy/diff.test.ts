import { expect, test } from "vitest";
import { defaultRules } from "./default-rules";
import { diffRules } from "./diff";

test("names what changed, came and went, and nothing else", () => {
  const before = defaultRules("USD");
  const [transfer, ...others] = before.authority.modes;
  const after = {
    ...before,
    stock: { ...before.stock, serviceLevel: 0.9 },
    exceptions: [{ scope: { location: "LAX" }, path: "stock.serviceLevel" as const, value: 0.99 }],
    authority: {
      ...before.authority,
      modes: transfer ? [{ ...transfer, mode: "act" as const }, ...others] : [],
      limits: before.authority.limits.slice(1),
    },
  };
  expect(diffRules(before, before)).toEqual([]);
  expect(diffRules(before, after).map(({ path, row }) => [path, row])).toEqual([
    ["stock.serviceLevel", null],
    ["modes", "transfer:*/*/*/*"],
    ["limits", "supply:transfer:*/*/*/*"],
    ["exceptions", "stock.serviceLevel:LAX/*/*/*"],
  ]);
  expect(diffRules(before, after)[0]).toMatchObject({ before: 0.95, after: 0.9 });
  expect(diffRules(before, after).map((change) => change.after)[2]).toBeNull();
});

test("of two blackout times with one name, the one that changed is named", () => {
  const before = defaultRules("USD");
  const night = { name: "Closed", kinds: [], scope: {} };
  const weekly = (until: string) => ({
    ...night,
    when: { type: "weekly" as const, weekdays: [6, 7], from: "00:00", until },
  });
  const withTimes = (first: string) => ({
    ...before,
    authority: { ...before.authority, blackouts: [weekly(first), weekly("23:59")] },
  });
  expect(diffRules(withTimes("06:00"), withTimes("07:00"))).toMatchObject([
    {
      path: "blackouts",
      row: "Closed",
      before: { when: { until: "06:00" } },
      after: { when: { until: "07:00" } },
    },
  ]);
});
