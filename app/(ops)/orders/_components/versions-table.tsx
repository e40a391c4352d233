"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable } from "@/components/unknown";
import type { Side, VersionRow } from "../_view/both-versions";

/** Lines of more are left to the record itself. */
const rowsMax = 90;

/** An order as it is here beside what its source says; what differs is marked by a sign, a ground and a word. */
export function VersionsTable({ rows, currency }: { rows: VersionRow[]; currency: string | null }) {
  const t = useTranslations("orders");
  const words = useTranslations("trust.versions");
  const format = useFormat();
  const nameOf = (field: string) =>
    t.has(`problems.fields.${field}`) ? t(`problems.fields.${field}` as "problems.fields.quantity") : field;
  const shown = (row: VersionRow, value: Side | undefined) => {
    if (value === undefined) return <NotApplicable />;
    if (value === null) return <span className="text-muted">{t("problems.nothing")}</span>;
    if (typeof value === "boolean") return words(value ? "yes" : "no");
    if (row.money && typeof value === "number" && currency)
      return format.money(value, currency, { currencyDisplay: "code" });
    if (row.field === "state" && t.has(`states.${value}`)) return t(`states.${value}` as "states.open");
    return typeof value === "number" ? format.number(value) : value;
  };
  const mark = (row: VersionRow, value: Side | undefined, soft: boolean) =>
    row.differs ? (
      <mark
        className={
          soft
            ? "bg-at-risk-soft px-1 font-medium text-at-risk-ink"
            : "bg-accent-soft px-1 font-medium text-foreground"
        }
      >
        {shown(row, value)}
      </mark>
    ) : (
      shown(row, value)
    );
  return (
    <SimpleTable<VersionRow>
      caption={words("title")}
      rows={rows.slice(0, rowsMax)}
      rowKey={(row) => `${row.field}:${row.lineNo}`}
      columns={[
        {
          key: "field",
          header: t("check.field"),
          identity: true,
          cell: (row) => (
            <>
              {row.lineNo === null
                ? nameOf(row.field)
                : t("check.fieldOfLine", { field: nameOf(row.field), line: row.lineNo })}
              {row.differs ? (
                <span className="text-at-risk-ink">
                  <span aria-hidden="true"> ≠</span>
                  <span className="sr-only"> {words("differs")}</span>
                </span>
              ) : null}
            </>
          ),
        },
        { key: "ours", header: t("check.ours"), align: "end", cell: (row) => mark(row, row.ours, true) },
        {
          key: "theirs",
          header: t("check.theirs"),
          align: "end",
          cell: (row) => mark(row, row.theirs, false),
        },
      ]}
      foot={rows.length > rowsMax ? words("more", { count: rows.length - rowsMax }) : undefined}
    />
  );
}
