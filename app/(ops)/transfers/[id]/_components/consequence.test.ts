import { expect, test } from "vitest";
import { consequenceOf } from "./consequence";

test("as planned has no consequence", () => {
  expect(consequenceOf("ship", 24, 24, true)).toBeNull();
  expect(consequenceOf("receive", 24, 24, false)).toBeNull();
});

test("shipping short frees the rest, none frees all, over leaves unapproved", () => {
  expect(consequenceOf("ship", 24, 20, true)).toEqual({ key: "shipShort", units: 4 });
  expect(consequenceOf("ship", 24, 0, true)).toEqual({ key: "shipNone", units: 24 });
  expect(consequenceOf("ship", 24, 30, true)).toEqual({ key: "shipOver", units: 6 });
});

test("receiving short is lost only once nothing more will come", () => {
  expect(consequenceOf("receive", 24, 20, true)).toEqual({ key: "receiveShort", units: 4 });
  expect(consequenceOf("receive", 24, 20, false)).toEqual({ key: "receiveOpen", units: 4 });
  expect(consequenceOf("receive", 24, 25, false)).toEqual({ key: "receiveOver", units: 1 });
});
