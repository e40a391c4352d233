import type { Db } from "@/db/client";
import { listMappings } from "@/db/queries/imports";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import type { Actor } from "@/lib/services/_shared/actor";
import { describeKind, importKind } from "@/lib/services/imports/describe-kind";
import { type FilePreview, previewFile } from "@/lib/services/imports/preview-file";
import type { MappingOrigin } from "../../_components/columns-table";
import { withAddress } from "../../_mapping/address";
import { loadRun } from "../../load";

/** The file's columns and first records under the mapping of an address; null when the address names no file or kind. */
export async function loadColumns(db: Db, actor: Actor, params: URLSearchParams) {
  const fileId = Number(params.get("file"));
  const kind = importKind(params.get("kind"));
  if (!Number.isSafeInteger(fileId) || fileId < 1 || !kind) return null;
  const [run, saved] = await Promise.all([loadRun(db, params.get("from")), listMappings(db, kind)]);
  const chosen = saved.find(({ id }) => String(id) === params.get("map"));
  const given = chosen?.mapping ?? (run?.kind === kind ? run.mapping : null);
  // What stands in these two places was a whole mapping when it was written.
  const stored = given as MappingInput | null;
  const plain: MappingInput = { kind, columns: {} };
  const readAs = withAddress(stored ?? plain, params);
  const { encoding, delimiter, skipLines } = readAs;
  const asWritten =
    encoding || delimiter || skipLines ? { ...plain, encoding, delimiter, skipLines } : undefined;
  const first = await previewFile(db, actor, { fileId, kind, mapping: asWritten });
  const base = stored ?? {
    ...plain,
    columns: Object.fromEntries(first.guesses.map(({ field, column }) => [field, column])),
  };
  const read = await previewFile(db, actor, { fileId, kind, mapping: withAddress(base, params) });
  const guessed = stored ? null : guessedForms(base, read);
  const mapping = withAddress(guessed ?? base, params);
  const origin: MappingOrigin = chosen ? "saved" : stored ? "run" : "guess";
  const preview = guessed ? await previewFile(db, actor, { fileId, kind, mapping }) : read;
  const fields = describeKind(kind);
  return { fileId, kind, base: guessed ?? base, mapping, origin, saved, preview, fields };
}

/** The guess with what the values of the chosen columns say about dates and decimals; null when they say nothing. */
function guessedForms(base: MappingInput, { formats }: FilePreview): MappingInput | null {
  const [format, another] = formats.dateFormats;
  const dateFormats = format !== undefined && another === undefined ? [format] : [];
  if (dateFormats.length === 0 && formats.decimalSign !== ",") return null;
  return { ...base, dateFormats, decimalSign: formats.decimalSign ?? "." };
}

export type LoadedColumns = NonNullable<Awaited<ReturnType<typeof loadColumns>>>;
