import { expect, test } from "vitest";
import { cutPage, decodeCursor, encodeCursor } from "./keyset";

test("a cursor comes back as it went", () => {
  for (const value of [12.5, "Blå – 藍", null]) {
    expect(decodeCursor(encodeCursor({ value, ids: [3, "x"] }), 2)).toEqual({ value, ids: [3, "x"] });
  }
  expect(decodeCursor(null, 1)).toBeNull();
});

test("a damaged or foreign cursor is refused with a way on", () => {
  for (const text of [
    "",
    "zzz",
    encodeCursor({ value: 1, ids: [1] }),
    Buffer.from("[1,null,2]").toString("base64url"),
  ]) {
    expect(() => decodeCursor(text, 2)).toThrow("Open the list again");
  }
});

test("the row beyond the page becomes a cursor, not a row", () => {
  const rows = [{ id: 1 }, { id: 2 }, { id: 3 }];
  const page = cutPage(rows, 2, (row) => ({ value: row.id, ids: [row.id] }));
  expect(page.rows).toEqual([{ id: 1 }, { id: 2 }]);
  expect(decodeCursor(page.nextCursor, 1)).toEqual({ value: 2, ids: [2] });
  expect(cutPage(rows, 3, (row) => ({ value: row.id, ids: [row.id] })).nextCursor).toBeNull();
});
