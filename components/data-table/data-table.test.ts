import { describe, expect, test } from "vitest";
import { moveByKey } from "./grid-keys";
import { mergeRows } from "./merge";
import { nextSort, parseValues, printValues, readTableQuery } from "./query";
import { isShown, readChoice } from "./use-columns";
import { gridColumns, leastTableWidth } from "./widths";

const rules = {
  sortKeys: ["cover", "sku"],
  filterKeys: ["state", "brand"],
  defaultSort: { key: "cover", direction: "asc" } as const,
};

describe("the address", () => {
  test("is read the same from both forms, and unknown keys are dropped", () => {
    const expected = {
      sort: { key: "sku", direction: "desc" },
      filters: { state: ["out", "at_risk"] },
      q: "bottle",
      cursor: null,
    };
    expect(
      readTableQuery(new URLSearchParams("sort=-sku&state=out,at_risk&q=+bottle+&other=1"), rules),
    ).toEqual(expected);
    expect(readTableQuery({ sort: "-sku", state: "out,at_risk", q: "bottle" }, rules)).toEqual(expected);
    expect(readTableQuery({ sort: "price;drop", q: " " }, rules)).toMatchObject({
      sort: rules.defaultSort,
      filters: {},
      q: null,
    });
    // Only what asks for further rows goes on from a place; a page with a strange one begins at its first.
    expect(readTableQuery(new URLSearchParams("cursor=abc"), rules).cursor).toBe("abc");
    expect(readTableQuery({ cursor: "abc" }, rules).cursor).toBeNull();
  });
  test("commas inside values survive", () => {
    expect(parseValues(printValues(["a,b", "c"]))).toEqual(["a,b", "c"]);
    expect(printValues([])).toBeNull();
  });
  test("a head goes best first, reversed, default", () => {
    const first = nextSort(null, "sku", "asc", rules.defaultSort);
    const second = nextSort(first, "sku", "asc", rules.defaultSort);
    expect([first?.direction, second?.direction, nextSort(second, "sku", "asc", rules.defaultSort)]).toEqual([
      "asc",
      "desc",
      null,
    ]);
  });
});

describe("a refresh", () => {
  const row = (id: string, units = 1) => ({ id, units });
  const merge = (shown: object[], fresh: object[], hasMore = false) =>
    mergeRows(shown as ReturnType<typeof row>[], fresh as ReturnType<typeof row>[], 3, hasMore, {
      rowId: (each) => each.id,
    });
  test("changes values in place and leaves unchanged rows the same objects", () => {
    const shown = [row("a"), row("b"), row("c")];
    const merged = merge(shown, [row("c", 9), row("a"), row("b")]);
    expect(merged.rows.map((each) => [each.id, each.units])).toEqual([
      ["a", 1],
      ["b", 1],
      ["c", 9],
    ]);
    expect(merged.rows[0]).toBe(shown[0]);
    expect(merged).toMatchObject({ added: 0, gone: 0, changed: 1 });
  });
  test("new and gone rows wait", () => {
    expect(merge([row("a"), row("b"), row("c")], [row("x"), row("a"), row("b")])).toMatchObject({
      added: 1,
      gone: 1,
    });
    expect(merge([row("a"), row("b"), row("c")], [row("x"), row("a"), row("b")], true)).toMatchObject({
      added: 1,
      gone: 0,
    });
  });
});

test("keys move as in the ARIA grid pattern and stop at the edges", () => {
  const size = { rows: 100, columns: 5, visibleRows: 10 };
  const from = { row: 50, column: 2 };
  const moved = (key: string, ctrl = false) => moveByKey(key, ctrl, from, size);
  expect(moved("ArrowDown")).toEqual({ row: 51, column: 2 });
  expect(moved("Home", true)).toEqual({ row: 0, column: 0 });
  expect(moved("End", true)).toEqual({ row: 99, column: 4 });
  expect(moved("PageUp")).toEqual({ row: 40, column: 2 });
  expect(moved("a")).toBeNull();
  expect(moveByKey("ArrowUp", false, { row: 0, column: 0 }, size)).toEqual({ row: -1, column: 0 });
  expect(moveByKey("PageUp", false, { row: 3, column: 0 }, size)).toEqual({ row: 0, column: 0 });
});

test("titles take what is left, and a table without one ends in free room before its actions", () => {
  const code = { key: "sku", kind: "code" } as const;
  const title = { key: "title", kind: "title" } as const;
  const actions = { key: "do", kind: "actions" } as const;
  expect(gridColumns([code, title], {}, true)).toBe("40px 104px minmax(200px, 1fr)");
  expect(gridColumns([code, title], { title: 320 }, false)).toBe("104px 320px minmax(0, 1fr)");
  expect(gridColumns([code, actions], {}, false)).toBe("104px minmax(0, 1fr) 104px");
  expect(leastTableWidth([code, title], {}, true)).toBe(344);
});

describe("chosen columns", () => {
  const title = { key: "title", kind: "title" } as const;
  const rare = { key: "rare", kind: "number", offAtFirst: true } as const;
  test("stand as the page has them until the person says otherwise", () => {
    expect([isShown(title, {}), isShown(rare, {})]).toEqual([true, false]);
    expect([isShown(title, { title: false }), isShown(rare, { rare: true })]).toEqual([false, true]);
  });
  test("never lose what names a row or acts on it", () => {
    expect(isShown({ key: "sku", kind: "code", identity: true }, { sku: false })).toBe(true);
    expect(isShown({ key: "do", kind: "actions" }, { do: false })).toBe(true);
  });
  test("are read from a store that anybody may have written to", () => {
    expect(readChoice(null)).toEqual({});
    expect(readChoice("{oops")).toEqual({});
    expect(readChoice('{"title":false,"rare":"yes"}')).toEqual({ title: false });
  });
});
