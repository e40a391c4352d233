import { expect, test } from "vitest";
import { shownState } from "./state";

const acted = (...states: string[]) => ({
  state: "approved" as const,
  actions: states.map((state) => ({ state, undoOf: null })),
});

test("until it is approved a recommendation shows its own state", () => {
  expect(shownState({ state: "blocked", actions: [] })).toBe("blocked");
  expect(shownState({ state: "snoozed", actions: [] })).toBe("snoozed");
  expect(shownState({ state: "rejected", chosenOption: null, actions: [] })).toBe("rejected");
  expect(shownState({ state: "rejected", chosenOption: "reorder", actions: [] })).toBe("noted");
});

test("done is shown only when every action is proved", () => {
  expect(shownState(acted("verified", "verified"))).toBe("verified");
  expect(shownState(acted("verified", "accepted"))).toBe("accepted");
  expect(shownState(acted("verified", "queued", "accepted"))).toBe("queued");
});

test("nothing is done while a step waits for its team or its time", () => {
  expect(shownState({ ...acted("verified"), hasStepsAhead: true })).toBe("approved");
  expect(shownState({ ...acted("failed"), hasStepsAhead: true })).toBe("failed");
});

test("what asks for a person comes first", () => {
  expect(shownState(acted("verified", "unconfirmed", "failed"))).toBe("failed");
  expect(shownState(acted("accepted", "unconfirmed"))).toBe("unconfirmed");
});

test("an action that takes another one back does not count", () => {
  expect(
    shownState({
      state: "approved",
      actions: [
        { state: "undone", undoOf: null },
        { state: "verified", undoOf: "a" },
      ],
    }),
  ).toBe("undone");
  expect(shownState(acted("cancelled"))).toBe("undone");
});
