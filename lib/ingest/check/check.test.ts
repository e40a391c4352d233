import fc from "fast-check";
import { expect, test } from "vitest";
import { readMoment } from "./dates";
import { readDecimal, readInteger } from "./numbers";
import { checkRecord } from "./record";
import { findings, plainSettings, type ReadSettings } from "./settings";
import { readKey } from "./text";

const decimal = (text: unknown, settings: Partial<ReadSettings> = {}, currency: string | null = null) => {
  const at = findings();
  return readDecimal(text, { ...plainSettings, ...settings }, currency, at) ?? at.found?.code;
};
const integer = (text: string) => {
  const at = findings();
  return readInteger(text, plainSettings, -1e9, 1e9, at) ?? at.found?.code;
};
const moment = (text: string, settings: Partial<ReadSettings> = {}) => {
  const at = findings();
  return readMoment(text, { ...plainSettings, ...settings }, at) ?? at.found?.code;
};
const key = (text: string) => {
  const at = findings();
  return readKey(text, at) ?? at.found?.code;
};

test("decimals are read exactly in the forms files use", () => {
  const forms: [string, string][] = [
    ["2.555", "2.555"],
    ["0002.50", "2.5"],
    ["£1,234.50", "1234.5"],
    ["(5.00)", "-5"],
    ["-£5", "-5"],
    ["£-5", "-5"],
    ["5-", "-5"],
    ["−7", "-7"],
    ["１２．５", "12.5"],
    ["GBP 3.10", "3.1"],
    ["3.10 GBP", "3.1"],
    ["1 234", "1234"],
    ["1.5E+03", "1500"],
    ["1E-3", "0.001"],
    [".5", "0.5"],
    ["-0.00", "0"],
    ['="12.50"', "12.5"],
  ];
  for (const [text, value] of forms) expect([text, decimal(text, {}, "GBP")]).toEqual([text, value]);
  expect(decimal("1.234,50 €", { decimalSign: ",", thousandsSign: "." }, "EUR")).toBe("1234.5");
  expect(decimal(0.1)).toBe("0.1");
});

test("what is no number, or could be two, is refused with the reason", () => {
  expect(decimal("1,23")).toBe("number_unclear");
  expect(decimal("1.234,50")).toBe("number_unclear");
  expect(decimal("€5", {}, "GBP")).toBe("currency_conflict");
  expect(decimal("USD 5", {}, "GBP")).toBe("currency_conflict");
  expect(decimal("#REF!")).toBe("spreadsheet_error");
  expect(decimal("=A1*2")).toBe("formula");
  for (const text of ["abc", "1.2.3.", "--1", "1e", "NaN", "Infinity"])
    expect(["not_a_number", "number_unclear"]).toContain(decimal(text));
});

test("whole numbers may come in exact other forms", () => {
  expect([integer("6"), integer("6.0"), integer("1E+05"), integer("1,000"), integer("-3")]).toEqual([
    6, 6, 100000, 1000, -3,
  ]);
  expect([integer("6.5"), integer("1.5E+00"), integer("9E+99")]).toEqual([
    "not_whole",
    "not_whole",
    "out_of_range",
  ]);
});

test("codes keep every character, and damaged ones are refused", () => {
  expect([key("00123"), key(" 85123a "), key('="00123"'), key("１２3"), key("12E4")]).toEqual([
    "00123",
    "85123a",
    "00123",
    "123",
    "12E4",
  ]);
  expect([key("5.06E+12"), key("1E+05"), key("#N/A"), key("=B2")]).toEqual([
    "damaged_by_spreadsheet",
    "damaged_by_spreadsheet",
    "spreadsheet_error",
    "formula",
  ]);
});

test("an ambiguous date is rejected with both readings unless the format is chosen", () => {
  const at = findings();
  readMoment("03/04/2026", plainSettings, at);
  expect(at.found?.code).toBe("ambiguous_date");
  expect(at.found?.reason).toMatch(/3 April 2026 \(dd\/MM\/yyyy\) or 4 March 2026 \(MM\/dd\/yyyy\)/);
  expect(moment("03/04/2026", { dateFormats: ["dd/MM/yyyy"] })).toBe("2026-04-03T00:00:00.000Z");
  expect(moment("13/04/2026")).toBe("2026-04-13T00:00:00.000Z");
  expect(moment("04/13/2026")).toBe("2026-04-13T00:00:00.000Z");
  expect(moment("05/05/2026")).toBe("2026-05-05T00:00:00.000Z");
  expect(moment("03/04/2026", { dateFormats: ["dd/MM/yyyy", "MM/dd/yyyy"] })).toBe("ambiguous_date");
});

test("moments carry their zone", () => {
  const london = { timeZone: "Europe/London" };
  expect(moment("2011-07-01 12:00:00", london)).toBe("2011-07-01T11:00:00.000Z");
  expect(moment("2011-01-01 12:00", london)).toBe("2011-01-01T12:00:00.000Z");
  expect(moment("2026-04-03T08:30:00+08:00")).toBe("2026-04-03T00:30:00.000Z");
  expect(moment("2026-04-03T08:30:00.250Z")).toBe("2026-04-03T08:30:00.250Z");
  expect(moment("3 Apr 2026 4:05 PM")).toBe("2026-04-03T16:05:00.000Z");
  expect(moment("2026年4月3日")).toBe("2026-04-03T00:00:00.000Z");
  expect(moment("20260403")).toBe("2026-04-03T00:00:00.000Z");
  expect(moment("46115.5", { dateFormats: ["excel"] })).toBe("2026-04-03T12:00:00.000Z");
  // The hour that comes twice: the first is meant. The hour that is skipped: moved on.
  expect(moment("2026-10-25 01:30", london)).toBe("2026-10-25T00:30:00.000Z");
  expect(moment("2026-03-29 01:30", london)).toBe("2026-03-29T01:30:00.000Z");
});

test("days that do not exist are no dates", () => {
  for (const text of ["2026-02-30", "2026-13-01", "31.04.2026", "yesterday"])
    expect(moment(text)).toBe("not_a_date");
  expect(moment("1900-01-01")).toBe("date_out_of_range");
});

test("a record names everything that is wrong with it at once", () => {
  const row: Record<string, string> = { sku: "#REF!", location: "", onHand: "12.5", asOf: "03/04/2026" };
  const outcome = checkRecord("stock", (field) => row[field], plainSettings);
  expect(outcome.ok ? [] : outcome.problems.map(({ field, code }) => `${field} ${code}`)).toEqual([
    "sku spreadsheet_error",
    "location missing",
    "onHand not_whole",
    "asOf ambiguous_date",
  ]);
});

test("a field left out stays out; an empty one is known to be empty", () => {
  const row: Record<string, string> = { code: "A", brand: "" };
  const outcome = checkRecord("skus", (field) => row[field], plainSettings);
  expect(outcome).toEqual({ ok: true, record: { code: "A", brand: null } });
});

test("a moment as programs write it is read the same way as by its format", () => {
  const written = fc
    .tuple(
      ...[
        fc.integer({ min: 1970, max: 2110 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
      ],
      ...[fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 61 }), fc.integer({ min: 0, max: 61 })],
      fc.constantFrom("", ".5", ".25", ".123"),
    )
    .map(([year, month, day, hour, minute, second, part]) => {
      const two = (value: unknown) => String(value).padStart(2, "0");
      return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${part}Z`;
    });
  const formats = ["yyyy-MM-dd HH:mm:ss.SSSZ", "yyyy-MM-dd HH:mm:ssZ"];
  fc.assert(
    fc.property(written, (text) => {
      const slowly = moment(text, { dateFormats: formats });
      expect(moment(text)).toBe(slowly === "not_in_format" ? "not_a_date" : slowly);
    }),
    { numRuns: 2_000 },
  );
});
