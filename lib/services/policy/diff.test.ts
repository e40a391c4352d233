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
    ["exceptions", "stock.serviceLevel:LAX/*/*/*"],
    ["limits", "supply:transfer:*/*/*/*"],
  ]);
  expect(diffRules(before, after)[0]).toMatchObject({ before: 0.95, after: 0.9 });
  expect(diffRules(before, after).at(-1)?.after).toBeNull();
});
