import fc from "fast-check";
import { expect, test } from "vitest";
import { settleLine, settleState, type TransferEvent } from "./settle";
import { movesBetween } from "./settle-moves";

const line = { lineNo: 1, quantity: 100 };
const said = (
  kind: TransferEvent["kind"],
  quantity: number,
  more: Partial<TransferEvent> = {},
): TransferEvent => ({ kind, source: "hand", final: true, lines: [{ lineNo: 1, quantity }], ...more });

test("short: what was shipped and never came is lost once the receipt is complete", () => {
  const partly = [said("shipped", 100), said("received", 60, { final: false })];
  expect(settleLine(line, partly)).toMatchObject({ outUnits: 100, inUnits: 60, shortUnits: 0 });
  expect(settleState([line], partly)).toBe("shipped");
  const complete = [...partly, said("received", 30)];
  expect(settleLine(line, complete)).toMatchObject({ inUnits: 90, shortUnits: 10, overUnits: 0 });
  expect(settleState([line], complete)).toBe("received");
});

test("over: the surplus is found by counting, not taken from the donor", () => {
  expect(settleLine(line, [said("shipped", 90), said("received", 95)])).toMatchObject({
    outUnits: 90,
    inUnits: 90,
    overUnits: 5,
  });
});

test("received before shipped counts as shipped until the shipping is heard of", () => {
  const early = [said("received", 40, { source: "vendor" })];
  expect(settleLine(line, early)).toMatchObject({
    shippedUnits: 40,
    outUnits: 40,
    inUnits: 40,
    shortUnits: 0,
  });
  const late = [...early, said("shipped", 100, { source: "vendor" })];
  expect(settleLine(line, late)).toMatchObject({ outUnits: 100, inUnits: 40, shortUnits: 60 });
});

test("a vendor's total replaces what was confirmed by hand, it does not add to it", () => {
  const both = [said("shipped", 100), said("shipped", 98, { source: "vendor" })];
  expect(settleLine(line, both).outUnits).toBe(98);
});

test("goods that moved outweigh a cancellation", () => {
  expect(settleState([line], [said("cancelled", 0)])).toBe("cancelled");
  expect(settleState([line], [said("cancelled", 0), said("shipped", 100)])).toBe("shipped");
});

const anEvent = fc.record({
  kind: fc.constantFrom("shipped" as const, "received" as const, "cancelled" as const),
  source: fc.constantFrom("vendor" as const, "hand" as const),
  final: fc.boolean(),
  lines: fc.tuple(fc.integer({ min: 0, max: 200 })).map(([quantity]) => [{ lineNo: 1, quantity }]),
});

test("any order of the same words ends in the same place, and no unit appears or vanishes on the way", () => {
  fc.assert(
    fc.property(fc.array(anEvent, { maxLength: 7 }), fc.infiniteStream(fc.nat()), (events, chances) => {
      const shuffled = [...events].sort(() => ((chances.next().value ?? 0) % 2 === 0 ? 1 : -1));
      expect(settleLine(line, shuffled)).toEqual(settleLine(line, events));
      expect(settleState([line], shuffled)).toBe(settleState([line], events));
      const is = settleLine(line, events);
      expect(is.inUnits + is.shortUnits).toBeLessThanOrEqual(is.outUnits);
      expect(Math.min(is.outUnits, is.inUnits, is.shortUnits, is.overUnits)).toBeGreaterThanOrEqual(0);
      expect(is.inUnits + is.overUnits).toBe(is.receivedUnits ?? 0);
    }),
  );
});

test("moves posted word by word add up to the balance of all words", () => {
  const place = { skuId: 1, originId: 1, destinationId: 2 };
  fc.assert(
    fc.property(fc.array(anEvent, { maxLength: 7 }), (events) => {
      const balance = new Map<number, number>();
      const context = { occurredAt: new Date(0), document: "TO-1" };
      let before = settleLine(line, []);
      events.forEach((_, index) => {
        const after = settleLine(line, events.slice(0, index + 1));
        for (const move of movesBetween(before, after, place, context)) {
          expect(move.quantity).toBeGreaterThan(0);
          balance.set(move.fromPlaceId, (balance.get(move.fromPlaceId) ?? 0) - move.quantity);
          balance.set(move.toPlaceId, (balance.get(move.toPlaceId) ?? 0) + move.quantity);
        }
        before = after;
      });
      const { outUnits, inUnits, shortUnits, overUnits } = before;
      const at = (placeId: number) => balance.get(placeId) ?? 0;
      expect([at(13), at(18), at(16)]).toEqual([
        -outUnits + 0,
        outUnits - inUnits - shortUnits,
        inUnits + overUnits,
      ]);
      expect([...balance.values()].reduce((sum, units) => sum + units, 0)).toBe(0);
    }),
  );
});
