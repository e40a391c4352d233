import { expect, test } from "vitest";
import { gather } from "./gather";

/** A run that waits until it is let go, and remembers what it was given. */
function held() {
  const calls: number[][] = [];
  let release = () => {};
  const gate = () =>
    new Promise<void>((resolve) => {
      release = resolve;
    });
  const run = async (items: readonly number[]) => {
    calls.push([...items]);
    await gate();
    if (items.includes(13)) throw new Error("thirteen");
    return items.map((item) => item * 2);
  };
  return { calls, run, letGo: () => release() };
}
const soon = () => new Promise((resolve) => setTimeout(resolve));

test("the first goes at once, what comes meanwhile goes together, each gets its own answer", async () => {
  const { calls, run, letGo } = held();
  const one = gather(run, 3);
  const answers = Promise.all([1, 2, 3, 4, 5].map((item) => one(item)));
  for (let n = 0; n < 3; n++) {
    await soon();
    letGo();
  }
  expect(await answers).toEqual([2, 4, 6, 8, 10]);
  expect(calls).toEqual([[1], [2, 3, 4], [5]]);
  const later = one(6);
  await soon();
  letGo();
  expect(await later).toBe(12);
});

test("one bad item fails alone", async () => {
  const one = gather(async (items: readonly number[]) => {
    if (items.includes(13)) throw new Error("thirteen");
    return items;
  }, 10);
  const outcomes = await Promise.allSettled([1, 12, 13, 14].map((item) => one(item)));
  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
});
