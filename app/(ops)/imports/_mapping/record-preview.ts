import type { Say } from "@/lib/core/say";
import type { KindField } from "@/lib/services/imports/describe-kind";
import type { FilePreview } from "@/lib/services/imports/preview-file";
import type { RecordPreview } from "../types";

const shownRows = 8;

/**
 * The first records for the page: the first rows that are sound, and of the rows with problems the first few, in the
 * file's order, so that a problem deep in the sample is seen too.
 */
export function recordPreview(
  records: FilePreview["records"],
  fields: readonly KindField[],
  columns: Record<string, unknown>,
  words: { moment: (iso: string) => string; said: (what: Say) => string },
): RecordPreview {
  const shown = fields.filter(({ name }) => columns[name] !== undefined);
  const sound = records.filter(({ problems }) => problems.length === 0);
  const faulty = records.filter(({ problems }) => problems.length > 0);
  const most = Math.max(shownRows / 2, shownRows - sound.length);
  const taken = new Set([
    ...faulty.slice(0, most),
    ...sound.slice(0, shownRows - Math.min(faulty.length, most)),
  ]);
  const text = (value: unknown, type: string): string | null => {
    if (value === null || value === undefined) return null;
    if (type === "moment" && typeof value === "string") return words.moment(value);
    return Array.isArray(value) ? value.join(", ") : String(value);
  };
  return {
    fields: shown.map(({ name }) => name),
    rows: records
      .filter((record) => taken.has(record))
      .map(({ line, record, problems }) => ({
        line,
        values: Object.fromEntries(shown.map(({ name, type }) => [name, text(record[name], type)])),
        problems: problems.map(({ field, code, say, value }) => ({
          field,
          code,
          reason: words.said(say),
          value,
        })),
      })),
  };
}
