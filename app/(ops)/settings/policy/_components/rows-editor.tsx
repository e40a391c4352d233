"use client";

import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/button";
import { Panel } from "@/components/panel";
import { ScrollBox } from "@/components/scroll-box";

export interface EditedColumn<Row> {
  key: string;
  header: string;
  cell: (row: Row, change: (next: Row) => void, name: string) => ReactNode;
}

/** What is wrong, and with which column; one of no column stands with the first. */
export interface RowError {
  key: string;
  text: string;
}

export interface RowsEditorProps<Row> {
  title: string;
  /** What the rows decide, in a sentence. */
  subtitle: string;
  rows: readonly Row[];
  columns: EditedColumn<Row>[];
  onChange: (rows: Row[]) => void;
  /** A new row to begin with. */
  blank: () => Row;
  words: { add: string; remove: string; none: string };
  editable: boolean;
  /** What is wrong with a row, by its place. */
  errors: ReadonlyMap<number, RowError>;
  /** What whoever reads a row should know of it, though it can be saved; null: nothing. */
  noteOf?: (row: Row) => string | null;
}

/** A short list of rules that are written in a table, one a row. */
export function RowsEditor<Row>(props: RowsEditorProps<Row>) {
  const { title, subtitle, rows, columns, onChange, blank, words, editable, errors, noteOf } = props;
  // A row keeps its key while others come and go, so that what is being typed stays with it.
  const [keys, setKeys] = useState(() => rows.map((_, index) => index));
  const add = () => {
    setKeys([...keys, Math.max(-1, ...keys) + 1]);
    onChange([...rows, blank()]);
  };
  const remove = (index: number) => {
    setKeys(keys.filter((_, place) => place !== index));
    onChange(rows.filter((_, place) => place !== index));
  };
  const columnOf = (error: RowError | undefined) =>
    error && (columns.find(({ key }) => key === error.key) ?? columns[0]);
  const change = (index: number) => (next: Row) =>
    onChange(rows.map((row, place) => (place === index ? next : row)));
  return (
    <Panel
      title={title}
      subtitle={subtitle}
      padded={false}
      actions={
        editable ? (
          <Button size="sm" icon={<Plus aria-hidden="true" size={14} />} onPress={add}>
            {words.add}
          </Button>
        ) : null
      }
    >
      {rows.length === 0 ? (
        <p className="px-4 pb-4 text-muted">{words.none}</p>
      ) : (
        <ScrollBox label={title}>
          <table className="w-full border-collapse">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="h-(--row-height) border-b border-border text-left text-caption text-muted">
                {columns.map((column) => (
                  <th key={column.key} scope="col" className="px-2 font-medium first:pl-4">
                    {column.header}
                  </th>
                ))}
                {editable ? (
                  <th scope="col" className="w-12">
                    <span className="sr-only">{words.remove}</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={keys[index]} className="border-b border-border align-top last:border-0">
                  {columns.map((column) => (
                    <td key={column.key} className="px-2 py-1.5 first:pl-4">
                      {column.cell(row, change(index), `${column.header}, ${index + 1}`)}
                      {columnOf(errors.get(index)) === column ? (
                        <p role="alert" className="text-caption text-out-ink">
                          {errors.get(index)?.text}
                        </p>
                      ) : null}
                      {column === columns[0] ? <RowNote text={noteOf?.(row) ?? null} /> : null}
                    </td>
                  ))}
                  {editable ? (
                    <td className="py-1.5 pr-4 text-right">
                      <Button
                        size="sm"
                        variant="ghost"
                        label={`${words.remove}, ${index + 1}`}
                        icon={<Trash2 aria-hidden="true" size={14} />}
                        onPress={() => remove(index)}
                      />
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Panel>
  );
}

const RowNote = ({ text }: { text: string | null }) =>
  text === null ? null : <p className="max-w-56 pb-1 text-caption text-at-risk-ink">{text}</p>;
