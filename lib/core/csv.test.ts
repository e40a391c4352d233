import { expect, test } from "vitest";
import { csvCell, csvResponse, toCsv } from "./csv";

const read = async (stream: ReadableStream<Uint8Array>) =>
  Buffer.from(await new Response(stream).arrayBuffer()).toString("utf8");

test("a cell that a spreadsheet would run is made text, a negative number stays a number", () => {
  for (const text of ["=1+1", "+1", "-1", "@x", "\tx"]) expect(csvCell(text)).toContain(`'${text}`);
  expect(csvCell(-5)).toBe("-5");
});

test("quotes, commas, line breaks and edge blanks are quoted; nothing is empty", () => {
  expect(csvCell('6" pipe')).toBe('"6"" pipe"');
  expect(csvCell("a,b")).toBe('"a,b"');
  expect(csvCell("a\nb")).toBe('"a\nb"');
  expect(csvCell(" a")).toBe('" a"');
  expect(csvCell(null)).toBe("");
  expect(csvCell(0)).toBe("0");
  expect(csvCell(new Date("2026-03-01T10:00:00Z"))).toBe("2026-03-01T10:00:00.000Z");
});

test("begins with a byte order mark and streams rows as they come", async () => {
  async function* rows() {
    for (let n = 0; n < 20_000; n++) yield { n, text: "冰壺" };
  }
  const columns = [
    { header: "n", value: (row: { n: number; text: string }) => row.n },
    { header: "text", value: (row: { n: number; text: string }) => row.text },
  ];
  const text = await read(toCsv(rows(), columns));
  expect(text.startsWith("\uFEFFn,text\r\n0,冰壺\r\n")).toBe(true);
  expect(text.trimEnd().split("\r\n")).toHaveLength(20_001);
});

test("a file's name cannot break out of its header", () => {
  const response = csvResponse('a"; x=\r\nb', [], []);
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="a___x___b"');
});
