import { expect, test } from "vitest";
import { keyOf, meaningOf, readKeyChanges, refusalOf, withKey } from "./bindings";

test("a changed key does what the usual one did, and the usual one nothing", () => {
  const changes = withKey({}, "next", "n");
  expect([keyOf(changes, "next"), keyOf(changes, "main")]).toEqual(["n", "a"]);
  expect([meaningOf(changes, "n"), meaningOf(changes, "j"), meaningOf(changes, "a")]).toEqual([
    "j",
    null,
    "a",
  ]);
});

test("keys that nobody gave a meaning stay themselves, and two names may swap", () => {
  expect([meaningOf({}, "ArrowDown"), meaningOf({}, "1"), meaningOf({}, "q")]).toEqual([
    "ArrowDown",
    "1",
    "q",
  ]);
  const off = withKey({}, "next", "");
  const swapped = withKey(withKey(off, "previous", "j"), "next", "k");
  expect([meaningOf(swapped, "j"), meaningOf(swapped, "k")]).toEqual(["k", "j"]);
});

test("a key switched off does nothing", () => {
  const changes = withKey({}, "main", "");
  expect([keyOf(changes, "main"), meaningOf(changes, "a")]).toEqual(["", null]);
});

test("a key that is in use, a number of an option, and what is no key are refused", () => {
  expect(refusalOf({}, "next", "k")).toEqual({ why: "taken", by: "previous" });
  expect(refusalOf({ previous: "p" }, "next", "k")).toBeNull();
  expect(refusalOf({}, "next", "j")).toBeNull();
  expect(refusalOf({}, "next", "3")).toEqual({ why: "fixed" });
  for (const key of ["", " ", "J", "Tab"]) expect(refusalOf({}, "next", key)).toEqual({ why: "notAKey" });
});

test("going back to the usual key leaves no change, and a spoilt store is read as far as it goes", () => {
  expect(withKey({ next: "n" }, "next", "j")).toEqual({});
  expect(readKeyChanges({ next: "n", main: "", undo: "u", other: "q", select: 3, reject: "Tab" })).toEqual({
    next: "n",
    main: "",
  });
  expect([readKeyChanges(null), readKeyChanges("x")]).toEqual([{}, {}]);
});
