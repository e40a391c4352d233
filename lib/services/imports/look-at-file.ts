import type { Db } from "@/db/client";
import { guessColumns } from "@/lib/ingest/mapping/guess";
import { KINDS, type Kind, rowFields } from "@/lib/ingest/schemas/index";
import type { Actor } from "@/lib/services/_shared/actor";
import { type FilePreview, previewFile } from "./preview-file";

const shownRows = 5;

/** A stored file before anybody has said what it holds. */
export interface FileLook
  extends Pick<FilePreview, "name" | "sizeBytes" | "encoding" | "delimiter" | "newline" | "header" | "rows"> {
  /** What its columns are most like; null when they are like nothing we know. */
  kind: Kind | null;
}

/** Looks at the first rows of a stored file. Throws NotFound, and Invalid when it cannot be read at all. */
export async function lookAtFile(db: Db, actor: Actor, fileId: number): Promise<FileLook> {
  const { name, sizeBytes, encoding, delimiter, newline, header, rows } = await previewFile(db, actor, {
    fileId,
    kind: "orders",
  });
  const cells = rows.map((row) => row.cells);
  const kind = guessKind(header, cells);
  return { name, sizeBytes, encoding, delimiter, newline, header, rows: rows.slice(0, shownRows), kind };
}

/** The kind whose needed fields the columns give, and then the one that leaves the fewest columns unused. */
export function guessKind(header: readonly string[], samples: readonly (readonly string[])[]): Kind | null {
  const scored = KINDS.map((kind) => {
    const found = new Map(
      guessColumns(kind, header, samples).map((guess) => [guess.field, guess.confidence]),
    );
    const needed = [...rowFields(kind)].filter(([, meta]) => meta.required).map(([field]) => field);
    const given = needed.filter((field) => found.has(field)).length / needed.length;
    const sure = [...found.values()].reduce((sum, confidence) => sum + confidence, 0);
    const used = sure / Math.max(1, header.length);
    return { kind, given, used, score: given * 2 + used };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.given >= 0.5 && best.used >= 0.3 ? best.kind : null;
}
