import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Get } from "@/lib/ingest/check/record";
import { rowFields } from "@/lib/ingest/schemas/index";
import type { Mapping } from "./mapping";

type Source = Mapping["columns"][string];
type Transform = NonNullable<Exclude<Source, string>["transform"]>[number];

/** Reads the fields of a row of cells. The same function serves row after row: no object is made for each. */
export type RowReader = (cells: readonly string[]) => Get;

/**
 * Binds a mapping to a file's header. Throws Invalid when the mapping names a column the file does not have, or leaves
 * out a field that every record needs.
 */
export function compileMapping(mapping: Mapping, header: readonly string[]): RowReader {
  const readers = new Map<string, (cells: readonly string[]) => string | undefined>();
  for (const [field, source] of Object.entries(mapping.columns))
    readers.set(field, sourceReader(field, source, header));
  const fields = rowFields(mapping.kind);
  const { currency } = mapping;
  if (currency && fields.has("currency") && !readers.has("currency")) readers.set("currency", () => currency);
  const missing = [...fields]
    .filter(([field, meta]) => meta.required && !readers.has(field))
    .map(([field]) => field);
  if (missing.length > 0)
    throw new Invalid(
      `No column gives ${missing.join(", ")}, which ${mapping.kind} need. The file's columns are ${header.join(", ")}: name them in a mapping.`,
      {
        say: say("refusals.import.missingColumns", {
          fields: { all: missing.map((field) => say(`imports.fields.${field}`)) },
          kind: say(`imports.kinds.${mapping.kind}`),
          columns: { all: header },
        }),
        fieldErrors: Object.fromEntries(missing.map((field) => [`columns.${field}`, "is needed"])),
      },
    );
  let row: readonly string[] = [];
  const get: Get = (field) => readers.get(field)?.(row);
  return (cells) => {
    row = cells;
    return get;
  };
}

function sourceReader(
  field: string,
  source: Source,
  header: readonly string[],
): (cells: readonly string[]) => string | undefined {
  const { column, constant, transform = [] } = typeof source === "string" ? { column: source } : source;
  if (column === undefined) return () => constant;
  const index = columnIndex(column, header);
  if (index < 0)
    throw new Invalid(
      `The mapping takes ${field} from the column ${JSON.stringify(column)}, which this file does not have. Its columns are ${header.join(", ")}.`,
      {
        say: say("refusals.import.noColumn", {
          field: say(`imports.fields.${field}`),
          column,
          columns: { all: header },
        }),
        fieldErrors: { [`columns.${field}`]: `there is no column ${column}` },
      },
    );
  if (transform.length === 0) return (cells) => cells[index] ?? "";
  return (cells) => transform.reduce(transformed, (cells[index] ?? "").trim());
}

function columnIndex(column: string, header: readonly string[]): number {
  const exact = header.indexOf(column);
  if (exact >= 0) return exact;
  const plain = column.trim().toLowerCase();
  return header.findIndex((name) => name.trim().toLowerCase() === plain);
}

function transformed(text: string, transform: Transform): string {
  if (transform === "upper") return text.toUpperCase();
  if (transform === "lower") return text.toLowerCase();
  if (transform === "wholeNumber") return text.replace(/^(\d+)\.0+$/, "$1");
  if (text === "") return text;
  if ("prefix" in transform) return transform.prefix + text;
  return transform.map[text] ?? text;
}
