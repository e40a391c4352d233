import { readsAs, usualDateFormats } from "@/lib/ingest/check/dates";
import { rowFields } from "@/lib/ingest/schemas/index";
import type { MappingInput } from "./mapping";

/** What sampled values say about how a file writes dates and decimals. */
export interface FormatGuess {
  /** Formats that every sampled date fits. One: take it. Several: the values do not tell, so a person must choose. */
  dateFormats: string[];
  /** null: the samples do not tell. */
  decimalSign: "." | "," | null;
}

/** Looks at the columns that the mapping uses for moments and decimals. */
export function guessFormats(
  mapping: MappingInput,
  header: readonly string[],
  samples: readonly (readonly string[])[],
): FormatGuess {
  const fields = rowFields(mapping.kind);
  const valuesOf = (types: readonly string[]) =>
    Object.entries(mapping.columns).flatMap(([field, source]) => {
      const column = typeof source === "string" ? source : source.column;
      const index = header.indexOf(column ?? "");
      if (index < 0 || !types.includes(fields.get(field)?.type ?? "")) return [];
      return samples.map((cells) => (cells[index] ?? "").trim()).filter((value) => value !== "");
    });
  return {
    dateFormats: fittingFormats(valuesOf(["moment"])),
    decimalSign: decimalSignOf(valuesOf(["decimal"])),
  };
}

function fittingFormats(values: readonly string[]): string[] {
  if (values.length === 0) return [];
  return usualDateFormats.filter((format) => values.every((value) => readsAs(format, value)));
}

/** A comma or point with other than three digits after it can only be the decimal sign. */
function decimalSignOf(values: readonly string[]): "." | "," | null {
  const says = (sign: "." | ",") =>
    values.some((value) => {
      const at = value.lastIndexOf(sign);
      return at >= 0 && !/^\d{3}\D*$/.test(value.slice(at + 1)) && /^\d+\D*$/.test(value.slice(at + 1));
    });
  const point = says(".");
  const comma = says(",");
  return point === comma ? null : point ? "." : ",";
}
