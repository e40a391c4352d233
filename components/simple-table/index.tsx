import type { CSSProperties, ReactNode } from "react";
import { ScrollBox } from "@/components/scroll-box";

export interface SimpleColumn<Row> {
  key: string;
  header: ReactNode;
  /** "end" for figures and money and their heads. */
  align?: "start" | "end";
  cell: (row: Row) => ReactNode;
  /** The cell that names the row. */
  identity?: boolean;
  /** From a tablet's width on; on a phone its content decides. */
  widthPx?: number;
  /** Left out on a phone, where the row has room for what decides only. */
  notOnPhone?: boolean;
}

export interface SimpleTableProps<Row> {
  /** Names the table to screen readers. */
  caption: string;
  columns: SimpleColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty?: ReactNode;
  foot?: ReactNode;
}

/** A plain table for at most 50 quiet rows. Longer lists use the data table. */
export function SimpleTable<Row>({ caption, columns, rows, rowKey, empty, foot }: SimpleTableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  const side = ({ align, notOnPhone }: SimpleColumn<Row>) =>
    `${align === "end" ? "text-right" : "text-left"} ${notOnPhone ? "max-sm:hidden" : ""}`;
  return (
    <ScrollBox label={caption}>
      <table className="w-full border-collapse max-sm:break-keep">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="h-(--row-height) border-b border-border text-caption break-keep text-muted">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={`px-2.5 font-medium first:pl-4 last:pr-4 ${column.widthPx ? "sm:w-(--column-width)" : ""} ${side(column)}`}
                style={
                  column.widthPx ? ({ "--column-width": `${column.widthPx}px` } as CSSProperties) : undefined
                }
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="h-(--row-height) border-b border-border last:border-b-0 hover:bg-surface-secondary"
            >
              {columns.map((column) =>
                column.identity ? (
                  <th
                    key={column.key}
                    scope="row"
                    className={`px-2.5 font-medium first:pl-4 last:pr-4 ${side(column)}`}
                  >
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={`px-2.5 first:pl-4 last:pr-4 ${side(column)}`}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {foot ? <div className="border-t border-border px-4 py-2 text-caption text-muted">{foot}</div> : null}
    </ScrollBox>
  );
}
