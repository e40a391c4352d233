import { expect, test } from "vitest";
import { changesBetween } from "./changes-between";
import type { DecisionOption, DecisionView } from "./types";

const words = { best: "What is done", unknown: "unknown", gone: "no longer counts" };
const option = (title: string): DecisionOption => ({
  id: title,
  kind: "transfer",
  title,
  value: null,
  cost: null,
  takesEffect: null,
  button: title,
});
const card = (best: string, inputs: Record<string, string | null>): DecisionView => ({
  id: "1",
  version: 1,
  state: "open",
  severity: "normal",
  problem: "",
  gauges: [],
  options: [option(best), option("Do nothing")],
  why: "",
  evidence: Object.entries(inputs).map(([label, value], index) => ({
    id: `stock:${index}`,
    label,
    value,
    asOf: null,
  })),
  computedAt: "2026-01-05T00:00:00Z",
  policyVersion: null,
  may: { approve: true, reject: true, snooze: true, undo: true },
  rejectReasons: [],
  snoozeEnds: [],
  actions: [],
});

test("a change names old and new of the best option and of each input, and nothing that stayed", () => {
  const before = card("Transfer 240 units", { "Available at LAX": "910 units", Forecast: "4 a day" });
  const after = card("Do nothing at all", { Forecast: "4 a day", "Available at LAX": "0 units" });
  expect(changesBetween(before, after, words)).toEqual([
    { label: "What is done", before: "Transfer 240 units", after: "Do nothing at all" },
    { label: "Available at LAX", before: "910 units", after: "0 units" },
  ]);
});

test("an input that became unknown is a change, one that is only now looked at is none", () => {
  const before = card("Transfer 240 units", { "Available at LAX": "910 units" });
  const after = card("Transfer 240 units", { "Available at LAX": null, "Available at FRA": "12 units" });
  expect(changesBetween(before, after, words)).toEqual([
    { label: "Available at LAX", before: "910 units", after: "unknown" },
  ]);
});

test("a donor that gives no longer is named with what it had", () => {
  const before = card("Transfer 240 units", { "Available at LAX": "910 units", Forecast: "4 a day" });
  const after = card("Order 240 units", { Forecast: "4 a day" });
  expect(changesBetween(before, after, words)).toEqual([
    { label: "What is done", before: "Transfer 240 units", after: "Order 240 units" },
    { label: "Available at LAX", before: "910 units", after: "no longer counts" },
  ]);
});
