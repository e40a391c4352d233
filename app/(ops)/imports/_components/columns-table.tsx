"use client";

import { useTranslations } from "next-intl";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import { columnOf } from "../_mapping/address";
import type { FieldView } from "../types";
import { useFieldLabel } from "./use-field-label";

export interface FileColumn {
  name: string;
  samples: string[];
}

/** Where the page's mapping comes from: guesses, a saved mapping, an earlier import. */
export type MappingOrigin = "guess" | "saved" | "run";

/** Every column of the file with three of its values and the field it gives; needed fields first, ignored ones last. */
export function ColumnsTable({
  columns,
  fields,
  base,
  mapping,
  origin,
  onAssign,
}: {
  columns: FileColumn[];
  fields: FieldView[];
  base: MappingInput;
  mapping: MappingInput;
  origin: MappingOrigin;
  onAssign: (column: string, field: string | null) => void;
}) {
  const t = useTranslations("imports.columns");
  const label = useFieldLabel();
  const given = fieldsByColumn(mapping);
  const before = fieldsByColumn(base);
  const needed = fields.filter((field) => field.required);
  const others = fields.filter((field) => !field.required);
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse max-sm:block">
        <caption className="sr-only">{t("caption")}</caption>
        <thead className="max-sm:sr-only">
          <tr className="h-(--row-height) border-b border-border text-left text-caption text-muted">
            <th scope="col" className="px-4 font-medium">
              {t("column")}
            </th>
            <th scope="col" className="px-2.5 font-medium">
              {t("samples")}
            </th>
            <th scope="col" className="px-2.5 font-medium">
              {t("field")}
            </th>
            <th scope="col" className="px-2.5 pr-4 font-medium">
              {t("from")}
            </th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {inOrder(columns, before, fields).map((column) => {
            const [field, ...more] = given.get(column.name) ?? [];
            const same = field !== undefined && before.get(column.name)?.[0] === field;
            return (
              <tr
                key={column.name}
                className="border-b border-border last:border-b-0 max-sm:flex max-sm:flex-col max-sm:gap-1 max-sm:px-4 max-sm:py-2"
              >
                <th scope="row" className="px-4 py-1 text-left font-medium break-all max-sm:px-0">
                  {column.name || t("unnamed")}
                </th>
                <td className="max-w-90 px-2.5 py-1 max-sm:px-0">
                  <Samples values={column.samples} />
                </td>
                <td className="px-2.5 py-1 max-sm:px-0">
                  <select
                    aria-label={t("fieldOf", { column: column.name })}
                    className="field-native w-56 max-w-full pr-8"
                    value={field ?? ""}
                    onChange={(event) => onAssign(column.name, event.target.value || null)}
                  >
                    <option value="">{t("ignore")}</option>
                    <optgroup label={t("needed")}>
                      {needed.map((one) => (
                        <option key={one.name} value={one.name}>
                          {label(one.name)}
                        </option>
                      ))}
                    </optgroup>
                    <optgroup label={t("optional")}>
                      {others.map((one) => (
                        <option key={one.name} value={one.name}>
                          {label(one.name)}
                        </option>
                      ))}
                    </optgroup>
                  </select>
                </td>
                <td className="px-2.5 py-1 pr-4 whitespace-nowrap max-sm:px-0">
                  {field === undefined ? (
                    <span className="text-muted">{t("ignored")}</span>
                  ) : (
                    <span className={same && origin === "guess" ? "text-at-risk-ink" : ""}>
                      {same ? t(`origin.${origin}`) : t("origin.chosen")}
                    </span>
                  )}
                  {more.length > 0 ? (
                    <span className="text-muted"> {t("also", { fields: more.map(label).join(", ") })}</span>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Samples({ values }: { values: string[] }) {
  const t = useTranslations("imports.columns");
  return (
    <span className="flex flex-wrap gap-1">
      {values.map((value, index) => (
        <code
          key={index}
          className="max-w-40 truncate rounded-chip bg-surface-secondary px-1 font-mono text-caption"
          title={value}
        >
          {value === "" ? <span className="text-muted">{t("empty")}</span> : value}
        </code>
      ))}
    </span>
  );
}

function fieldsByColumn(mapping: MappingInput): Map<string, string[]> {
  const out = new Map<string, string[]>();
  for (const [field, source] of Object.entries(mapping.columns)) {
    const column = columnOf(source);
    if (column !== null) out.set(column, [...(out.get(column) ?? []), field]);
  }
  return out;
}

/** By the mapping the page began with, so that no row moves under the hand that changes it. */
function inOrder(columns: FileColumn[], before: Map<string, string[]>, fields: FieldView[]): FileColumn[] {
  const rank = (column: FileColumn) => {
    const field = before.get(column.name)?.[0];
    const at = fields.findIndex((one) => one.name === field);
    if (at < 0) return fields.length * 2;
    return fields[at]?.required ? at : fields.length + at;
  };
  return columns
    .map((column, index) => ({ column, index, rank: rank(column) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ column }) => column);
}
