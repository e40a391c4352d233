import type { Db } from "@/db/client";
import { PlimsollError } from "@/lib/core/errors";
import type { Say } from "@/lib/core/say";
import { checkRecord } from "@/lib/ingest/check/record";
import type { Problem } from "@/lib/ingest/check/settings";
import { fileFacts } from "@/lib/ingest/inbox/read-file";
import { type FileSample, sampleRows } from "@/lib/ingest/inbox/sample-rows";
import { compileMapping } from "@/lib/ingest/mapping/compile";
import { type ColumnGuess, guessColumns } from "@/lib/ingest/mapping/guess";
import { type FormatGuess, guessFormats } from "@/lib/ingest/mapping/guess-formats";
import { type MappingInput, parseMapping, readSettings } from "@/lib/ingest/mapping/mapping";
import { checkOrderRow } from "@/lib/ingest/orders/check-line";
import { columnProblem } from "@/lib/ingest/row-shape";
import type { Kind } from "@/lib/ingest/schemas/index";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";

const sampledRows = 200;

/** The first rows of a file, how it is written, and what a mapping makes of them. */
export interface FilePreview {
  fileId: number;
  name: string;
  sizeBytes: number;
  encoding: string;
  delimiter: string;
  newline: string;
  header: string[];
  /** Cells of the first rows, as they stand in the file. */
  rows: { line: number; cells: string[] }[];
  guesses: ColumnGuess[];
  /** What the sampled values say about dates and decimal signs under the guessed or given columns. */
  formats: FormatGuess;
  /** The first rows through the mapping; empty when the mapping cannot be used yet. */
  records: { line: number; record: Record<string, unknown>; problems: Problem[] }[];
  /** Why the mapping cannot be used yet, by field. */
  mappingError: { message: string; say: Say | null; fieldErrors: Record<string, string> } | null;
}

/**
 * Looks at the first rows of a stored file. Reads no more than those, whatever the file's size. Throws NotFound, and
 * Invalid when the file cannot be read at all. A mapping that cannot be used yet is no failure: its errors are returned.
 */
export async function previewFile(
  db: Db,
  actor: Actor,
  request: { fileId: number; kind: Kind; mapping?: MappingInput },
): Promise<FilePreview> {
  authorise(actor, "import.run");
  const { name, sizeBytes } = await fileFacts(db, request.fileId);
  const { encoding, delimiter, skipLines } = request.mapping ?? {};
  const { shape, rows } = await sampleRows(
    db,
    request.fileId,
    { encoding, delimiter, skipLines },
    sampledRows,
  );
  const { header } = shape;
  const cells = rows.map((row) => row.cells);
  const guesses = guessColumns(request.kind, header, cells);
  const guessed: MappingInput = {
    kind: request.kind,
    columns: Object.fromEntries(guesses.map(({ field, column }) => [field, column])),
  };
  const mapping = request.mapping ?? guessed;
  return {
    fileId: request.fileId,
    name,
    sizeBytes,
    ...shape,
    rows: rows.slice(0, 50).map(({ line, cells }) => ({ line, cells })),
    guesses,
    formats: guessFormats(mapping, header, cells),
    ...mappedRows(mapping, header, rows),
  };
}

function mappedRows(
  given: MappingInput,
  header: readonly string[],
  rows: FileSample["rows"],
): Pick<FilePreview, "records" | "mappingError"> {
  try {
    const mapping = parseMapping(given);
    const reader = compileMapping(mapping, header);
    const settings = readSettings(mapping);
    const records = rows.map(({ line, cells, raw }) => {
      const wrong = columnProblem(cells, header);
      if (wrong) return { line, record: {}, problems: [wrong] };
      if (mapping.kind === "orders") {
        const { record, problems } = checkOrderRow(line, reader(cells), settings, mapping.options, raw);
        return { line, record, problems: problems ?? [] };
      }
      const outcome = checkRecord(mapping.kind, reader(cells), settings);
      return { line, record: outcome.record, problems: outcome.ok ? [] : outcome.problems };
    });
    return { records, mappingError: null };
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    const { message, say, fieldErrors = {} } = error;
    return { records: [], mappingError: { message, say, fieldErrors } };
  }
}
