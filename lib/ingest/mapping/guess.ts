import { checkFields } from "@/lib/ingest/check/record";
import type { ReadSettings } from "@/lib/ingest/check/settings";
import { plainSettings } from "@/lib/ingest/check/settings";
import type { FieldMeta } from "@/lib/ingest/schemas/field";
import { type Kind, rowFields } from "@/lib/ingest/schemas/index";

/** A guess at the column of a field, with how sure it is: 1 the name says so, 0.5 name and values hint at it. */
export interface ColumnGuess {
  field: string;
  column: string;
  confidence: number;
}

/**
 * Guesses which column gives which field, from the column's name (English and Chinese) and from whether its values can
 * be read as the field's type. Each column serves one field at most; needed fields choose first.
 */
export function guessColumns(
  kind: Kind,
  header: readonly string[],
  samples: readonly (readonly string[])[],
  settings: ReadSettings = plainSettings,
): ColumnGuess[] {
  const pairs: (ColumnGuess & { rank: number })[] = [];
  for (const [field, meta] of rowFields(kind)) {
    for (const [index, column] of header.entries()) {
      const named = nameScore(field, meta, column);
      if (named === 0) continue;
      const fit = valueScore(
        field,
        meta,
        samples.map((cells) => cells[index] ?? ""),
        settings,
      );
      if (fit < 0.5) continue;
      pairs.push({ field, column, confidence: named * fit, rank: named * fit + (meta.required ? 0.05 : 0) });
    }
  }
  pairs.sort((a, b) => b.rank - a.rank);
  const takenFields = new Set<string>();
  const takenColumns = new Set<string>();
  return pairs.flatMap(({ field, column, confidence }) => {
    if (takenFields.has(field) || takenColumns.has(column)) return [];
    takenFields.add(field);
    takenColumns.add(column);
    return [{ field, column, confidence: Math.round(confidence * 100) / 100 }];
  });
}

const plain = (name: string) =>
  name
    .normalize("NFKC")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[_\-./#()]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();

function nameScore(field: string, meta: FieldMeta, column: string): number {
  const name = plain(column);
  if (name === "") return 0;
  const tight = name.replaceAll(" ", "");
  const wanted = [field, ...meta.aliases.en, ...meta.aliases.zh].map(plain);
  const at = wanted.findIndex((alias) => alias === name || alias.replaceAll(" ", "") === tight);
  if (at >= 0) return 1 - Math.min(at, 10) * 0.01;
  const words = new Set(name.split(" "));
  if (wanted.some((alias) => alias.length > 3 && alias.split(" ").every((word) => words.has(word))))
    return 0.6;
  return meta.aliases.zh.some((alias) => alias.length > 1 && name.includes(alias)) ? 0.6 : 0;
}

/** Share of the filled samples that can be read as the field's type; an ambiguous date still is a date. */
function valueScore(
  field: string,
  meta: FieldMeta,
  values: readonly string[],
  settings: ReadSettings,
): number {
  const filled = values.filter((value) => value.trim() !== "");
  if (filled.length === 0) return 0.8;
  const readable = filled.filter((value) => {
    const outcome = checkFields(
      new Map([[field, meta]]),
      (name) => (name === field ? value : undefined),
      settings,
    );
    return (
      outcome.ok ||
      outcome.problems.every(
        (problem) => problem.code === "ambiguous_date" || problem.code === "number_unclear",
      )
    );
  });
  return readable.length / filled.length;
}
