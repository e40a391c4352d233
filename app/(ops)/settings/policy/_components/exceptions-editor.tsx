"use client";

import { useTranslations } from "next-intl";
import { exceptionPaths, exceptionScopes } from "@/lib/services/policy/kinds";
import type { ExceptionRow } from "@/lib/services/policy/rules-for";
import { ruleGroups } from "../rule-fields";
import { errorsOf } from "./authority-editor";
import { ChoiceCell, FigureCell, type ScopeChoices } from "./cells";
import { type EditedColumn, RowsEditor } from "./rows-editor";
import { useScopeColumn } from "./scope-column";

interface ExceptionsEditorProps {
  rows: readonly ExceptionRow[];
  onChange: (rows: ExceptionRow[]) => void;
  choices: ScopeChoices;
  editable: boolean;
  errors: Readonly<Record<string, string>>;
}

const fields = ruleGroups.flatMap((group) => group.fields);
const unitOf = (path: string) => fields.find((field) => field.path === path)?.unit ?? "units";

/** Thresholds that differ somewhere, one a row. */
export function ExceptionsEditor({ rows, onChange, choices, editable, errors }: ExceptionsEditorProps) {
  const t = useTranslations("authority");
  const rules = useTranslations("settings.policy");
  const scopeColumn = useScopeColumn<ExceptionRow>(choices, editable, (row) => exceptionScopes[row.path]);
  const columns: EditedColumn<ExceptionRow>[] = [
    {
      key: "path",
      header: t("columns.rule"),
      cell: (row, change, name) => (
        <ChoiceCell
          name={name}
          editable={editable}
          value={row.path}
          options={exceptionPaths.map((path) => ({ value: path, label: rules(`rules.${path}.label`) }))}
          onChange={(path) => change({ ...row, path, scope: {} })}
        />
      ),
    },
    scopeColumn,
    {
      key: "value",
      header: t("columns.value"),
      cell: (row, change, name) => (
        <FigureCell
          key={row.path}
          name={name}
          editable={editable}
          value={row.value}
          perShown={unitOf(row.path) === "percent" ? 0.01 : 1}
          unit={rules(`units.${unitOf(row.path)}`)}
          onChange={(value) => change({ ...row, value: value ?? Number.NaN })}
        />
      ),
    },
  ];
  return (
    <RowsEditor
      title={t("exceptions.title")}
      subtitle={t("exceptions.subtitle")}
      rows={rows}
      columns={columns}
      editable={editable}
      errors={errorsOf(errors, "rules.exceptions")}
      onChange={onChange}
      blank={(): ExceptionRow => ({ path: "stock.serviceLevel", scope: {}, value: 0.95 })}
      words={{ add: t("exceptions.add"), remove: t("remove"), none: t("exceptions.none") }}
    />
  );
}
