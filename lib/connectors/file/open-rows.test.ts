import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import type { FileOptions } from "@/lib/connectors/contract";
import { openRows } from "./open-rows";

async function* pieces(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function read(content: string | Buffer, options: FileOptions = {}, size = 7) {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const source = await openRows(pieces(bytes, size), options);
  const rows = [];
  for await (const batch of source.batches) rows.push(...batch);
  return { ...source.shape, tally: source.tally, rows, cells: rows.map((row) => row.cells) };
}

const table = [
  ["sku", "name"],
  ["1", "café £5"],
  ["2", "b"],
];
const csv = (newline: string, delimiter = ",") => table.map((row) => row.join(delimiter)).join(newline);

test("CR, LF and CRLF, comma, semicolon, tab and bar all give the same rows", async () => {
  for (const newline of ["\r", "\n", "\r\n"]) {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const file = await read(csv(newline, delimiter));
      expect([file.header, ...file.cells]).toEqual(table);
      expect(file.rows.map((row) => row.line)).toEqual([2, 3]);
      expect(file.delimiter).toBe(delimiter);
    }
  }
});

test("UTF-8 with and without mark, Windows-1252 and UTF-16 give the same rows", async () => {
  const text = csv("\r\n");
  for (const encoded of [
    Buffer.from(`\uFEFF${text}`),
    iconv.encode(text, "windows-1252"),
    iconv.encode(text, "utf-16le", { addBOM: true }),
    iconv.encode(text, "utf-16be", { addBOM: true }),
    gzipSync(text),
    Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))]),
  ]) {
    const file = await read(encoded);
    expect([file.header, ...file.cells]).toEqual(table);
  }
});

test("a Windows-1252 line after thousands of plain ones is read and counted", async () => {
  const plain = Array.from({ length: 20_000 }, (_, index) => `${index},plain`).join("\n");
  const file = await read(
    Buffer.concat([Buffer.from(`a,b\n${plain}\n`), iconv.encode("9,£\n", "windows-1252")]),
    {},
    65_536,
  );
  expect(file.cells.at(-1)).toEqual(["9", "£"]);
  expect(file.tally.windows1252Lines).toBe(1);
  expect(file.cells.length).toBe(20_001);
});

test("newlines in quotes belong to the cell, headers inside and blank rows are left out", async () => {
  const file = await read('a,b\r\n1,"two\r\nlines, ""quoted"""\r\n\r\n,\r\na,b\r\n2,12" ruler\r\n');
  expect(file.cells).toEqual([
    ["1", 'two\r\nlines, "quoted"'],
    ["2", '12" ruler'],
  ]);
  expect(file.tally.repeatedHeaders).toBe(1);
});

test("any table is read back as csv-parse reads it, in pieces of any size", async () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r", " ", "漢"), maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 8 }),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.integer({ min: 1, max: 40 }),
      async (rows, newline, size) => {
        const text = [["x", "y"], ...rows]
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
          .join(newline);
        const expected: string[][] = parse(text, { record_delimiter: ["\r\n", "\n", "\r"] });
        const file = await read(text, { delimiter: "," }, size);
        const blank = (cells: string[]) => cells.every((value) => value.trim() === "");
        expect(file.cells).toEqual(expected.slice(1).filter((cells) => !blank(cells)));
      },
    ),
  );
});

test("lines before the header can be skipped", async () => {
  expect((await read("Report of today\nfor you\na,b\n1,2", { skipLines: 2 })).cells).toEqual([["1", "2"]]);
});

test("files that cannot be read say why", async () => {
  await expect(read("")).rejects.toThrow(/empty/);
  await expect(read("a,a\n1,2")).rejects.toThrow(/column "a" twice/);
  await expect(read('a,b\n1,2\n3,"never closed\n4,5\n')).rejects.toThrow(/never closed/);
  await expect(read(Buffer.from("PK\u0003\u0004"))).rejects.toThrow(/xlsx/);
  await expect(read(gzipSync("a,b\n1,2\n").subarray(0, 15))).rejects.toThrow(/gzip file is damaged/);
  await expect(read(Buffer.from([1, 0, 0, 0, 2, 0, 0, 0, 3]))).rejects.toThrow(/no text file/);
});
