import { expect, test } from "vitest";
import { textOf, withValues } from "./letter-values";

const fields = {
  orderNumber: "0042",
  version: 3,
  currency: null,
  unknownToUs: { kept: true },
  lines: [{ sku: "A", quantity: 1.5 }, { sku: "B" }],
};

test("what was changed keeps its form, and all else stays as it came", () => {
  const changed = withValues(fields, { orderNumber: "0043", "lines.0.quantity": "15", version: "3" });
  expect(changed).toEqual({
    ...fields,
    orderNumber: "0043",
    lines: [{ sku: "A", quantity: 15 }, { sku: "B" }],
  });
  expect(fields.lines[0]?.quantity).toBe(1.5);
});

test("a field that was not there is added, and one that is emptied carries nothing", () => {
  expect(withValues(fields, { "lines.1.quantity": "2", orderNumber: "" })).toMatchObject({
    orderNumber: null,
    lines: [{ quantity: 1.5 }, { sku: "B", quantity: "2" }],
  });
  expect(withValues(fields, { currency: "", "lines.9.sku": "X" })).toEqual(fields);
});

test("a list is written with semicolons", () => {
  expect(textOf(["W1", "W2"])).toBe("W1; W2");
  expect(withValues({ locations: ["W1"] }, { locations: "W1; W2;" })).toEqual({ locations: ["W1", "W2"] });
});
