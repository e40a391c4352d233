import { expect, test } from "vitest";
import { departureDay, type LaneCalendar, waitDays } from "./departure";

/** Tuesdays and Thursdays from Los Angeles, closed at 14:00; nothing leaves on Thanksgiving. */
const lane: LaneCalendar = {
  timeZone: "America/Los_Angeles",
  weekdays: [2, 4],
  cutOffHour: 14,
  closedDays: ["2026-11-26"],
};
const losAngeles = (time: string) => new Date(`${time}-08:00`);

test("a shipment takes goods until its cut-off, by the clock of its origin", () => {
  // 24 November 2026 is a Tuesday.
  expect(departureDay(lane, losAngeles("2026-11-24T13:59:00"))).toBe("2026-11-24");
  expect(departureDay(lane, losAngeles("2026-11-24T14:00:00"))).toBe("2026-12-01");
  expect(waitDays(lane, losAngeles("2026-11-24T14:00:00"))).toBe(7);
  expect(waitDays(lane, losAngeles("2026-11-22T23:30:00"))).toBe(2);
});

test("without a calendar it leaves today, and a lane that never ships has no departure", () => {
  const daily = { timeZone: "UTC", weekdays: null, cutOffHour: null, closedDays: [] };
  expect(waitDays(daily, new Date("2026-11-22T23:59:00Z"))).toBe(0);
  expect(waitDays({ ...daily, cutOffHour: 0 }, new Date("2026-11-22T00:00:00Z"))).toBe(1);
  const closedDays = Array.from({ length: 80 }, (_, day) =>
    new Date(Date.UTC(2026, 10, 20 + day)).toISOString().slice(0, 10),
  );
  expect(departureDay({ ...daily, closedDays }, new Date("2026-11-22T12:00:00Z"))).toBeNull();
});
