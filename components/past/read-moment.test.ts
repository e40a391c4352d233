import { expect, test } from "vitest";
import { readMoment, readPastMoment, thenHref } from "./read-moment";

test("a moment is read with and without a zone; nonsense, years that nobody writes and repeated ones are handled", () => {
  expect(readMoment("2026-06-10T09:00")?.toISOString()).toBe("2026-06-10T09:00:00.000Z");
  expect(readMoment("2026-06-10T09:00:00+08:00")?.toISOString()).toBe("2026-06-10T01:00:00.000Z");
  expect(readMoment(["2026-06-10T09:00", "x"])?.toISOString()).toBe("2026-06-10T09:00:00.000Z");
  for (const nonsense of [
    "",
    "yesterday",
    "2026-13-45T99:99",
    "+200000-01-01T00:00:00Z",
    "-000001-01-01T00:00Z",
  ])
    expect(readMoment(nonsense), nonsense).toBeNull();
  expect(readPastMoment("9999-01-01T00:00")).toBeNull();
});

test("links lead to the same moment where the page keeps it or says that it does not, and nowhere else", () => {
  const at = "2026-06-10T09:00:00.000Z";
  const then = encodeURIComponent(at);
  expect(thenHref("/decisions?id=4", at)).toBe(`/decisions?id=4&asOf=${then}`);
  expect(thenHref("/inventory/PLM-1#ledger", at)).toBe(`/inventory/PLM-1?asOf=${then}#ledger`);
  expect(thenHref("/", at)).toBe(`/?asOf=${then}`);
  expect(thenHref("/transfers/12", at)).toBe(`/transfers/12?asOf=${then}`);
  expect(thenHref("/transfers/lanes", at)).toBe(`/transfers/lanes?asOf=${then}`);
  expect(thenHref("/transfers/12/document", at)).toBe("/transfers/12/document");
  expect(thenHref("/reports/decisions?period=4w", at)).toBe(`/reports/decisions?period=4w&asOf=${then}`);
  expect(thenHref("/sync?view=lag", at)).toBe(`/sync?view=lag&asOf=${then}`);
  expect(thenHref("/settings/audit/12", at)).toBe(`/settings/audit/12?asOf=${then}`);
  expect(thenHref("/settings", at)).toBe("/settings");
  for (const one of ["/settings/connections/shop", "/settings/webhooks/erp"])
    expect(thenHref(one, at)).toBe(`${one}?asOf=${then}`);
  expect(thenHref("/settings/connections/new/shop", at)).toBe("/settings/connections/new/shop");
  expect(thenHref("/orders?asOf=2025-01-01", at)).toBe("/orders?asOf=2025-01-01");
  expect(thenHref("/orders", null)).toBe("/orders");
});
