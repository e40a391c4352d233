import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { SimpleTable } from "@/components/simple-table";
import type { RecordPreview } from "../types";
import { useFieldLabel } from "./use-field-label";

type Row = RecordPreview["rows"][number];

/** The first records as they would be taken, with every problem in its cell. */
export function RecordPreviewTable({ preview }: { preview: RecordPreview }) {
  const t = useTranslations("imports.preview");
  const label = useFieldLabel();
  const format = useFormat();
  const wholeRow = preview.rows.some((row) => row.problems.some((problem) => problem.field === null));
  return (
    <SimpleTable<Row>
      caption={t("title")}
      rows={preview.rows}
      rowKey={(row) => String(row.line)}
      empty={<p className="px-4 pb-4 text-muted">{t("none")}</p>}
      columns={[
        { key: "line", header: t("line"), identity: true, cell: (row) => format.number(row.line) },
        ...preview.fields.map((field) => ({
          key: field,
          header: label(field),
          cell: (row: Row) => <Cell row={row} field={field} />,
        })),
        ...(wholeRow
          ? [{ key: "row", header: t("row"), cell: (row: Row) => <Cell row={row} field={null} /> }]
          : []),
      ]}
    />
  );
}

function Cell({ row, field }: { row: Row; field: string | null }) {
  const t = useTranslations("imports.preview");
  const problem = row.problems.find((one) => one.field === field);
  if (problem) {
    return (
      <span className="block max-w-60 min-w-32 text-out-ink">
        {problem.value ? <code className="font-mono text-caption break-all">{problem.value}</code> : null}
        <span className="block text-caption">{problem.reason}</span>
      </span>
    );
  }
  const value = field === null ? "" : (row.values[field] ?? null);
  if (value === null) return <span className="text-muted">{t("notGiven")}</span>;
  return (
    <span className="block max-w-60 truncate" title={value}>
      {value}
    </span>
  );
}
