import type { RowSource } from "@/lib/connectors/contract";
import type { Kind } from "@/lib/ingest/schemas/index";
import { guessColumns } from "./guess";
import type { MappingInput } from "./mapping";

/** A mapping made of guesses alone, for a file whose columns have the names they usually have. */
export async function mappingFromGuess(kind: Kind, source: RowSource): Promise<MappingInput> {
  const samples: string[][] = [];
  for await (const rows of source.batches) {
    samples.push(...rows.slice(0, 100).map(({ cells }) => cells));
    break;
  }
  const guesses = guessColumns(kind, source.shape.header, samples);
  return { kind, columns: Object.fromEntries(guesses.map(({ field, column }) => [field, column])) };
}
