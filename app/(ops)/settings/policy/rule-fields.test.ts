import { expect, test } from "vitest";
import { defaultRules } from "@/lib/services/policy/default-rules";
import { policyRules } from "@/lib/services/policy/rules";
import { ruleGroups, rulesWith, shownRule } from "./rule-fields";

const fields = ruleGroups.flatMap((group) => group.fields);

test.each([
  ["USD", 100],
  ["JPY", 1],
] as const)("what is shown goes back unchanged, for every rule, in %s", (currency, minorPerUnit) => {
  const rules = defaultRules(currency);
  const shown = new Map(fields.map((field) => [field.path, String(shownRule(rules, field, minorPerUnit))]));
  const back = rulesWith(rules, (path) => shown.get(path) ?? null, minorPerUnit);
  expect(policyRules.parse(back)).toEqual(rules);
});

test("every rule of the policy has a field", () => {
  const paths = (value: unknown, path = ""): string[] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, part]) => paths(part, path ? `${path}.${key}` : key))
      : [path];
  const { exceptions: _, authority: __, ...thresholds } = defaultRules("USD");
  expect(fields.map((field) => field.path).sort()).toEqual(paths(thresholds).sort());
});

test("an empty or unreadable field is refused by its name, not taken for zero", () => {
  for (const text of ["", "abc"]) {
    const rules = rulesWith(
      defaultRules("USD"),
      (path) => (path === "stock.serviceLevel" ? text : null),
      100,
    );
    const parsed = policyRules.safeParse(rules);
    expect(parsed.error?.issues[0]?.path.join(".")).toBe("stock.serviceLevel");
  }
});
