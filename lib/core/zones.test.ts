import { expect, test } from "vitest";
import { localMinuteOf, utcOfLocalMinute } from "./zones";

test("what a local clock shows goes to UTC and back, over changes of the clocks too", () => {
  expect(utcOfLocalMinute("2026-11-21T09:00", "Asia/Taipei")).toBe("2026-11-21T01:00:00.000Z");
  for (const zone of ["UTC", "Asia/Taipei", "America/St_Johns", "Australia/Lord_Howe"])
    for (const at of ["2026-03-29T12:34", "2026-10-25T23:59", "2026-01-01T00:00"]) {
      const moment = utcOfLocalMinute(at, zone) ?? "";
      expect(localMinuteOf(Date.parse(moment), zone), zone).toBe(at);
    }
  expect(utcOfLocalMinute("", "UTC")).toBeNull();
});
