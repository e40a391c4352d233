import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { FileLook } from "@/lib/services/imports/look-at-file";
import { fileSize } from "./file-size";

const delimiterWords: Record<string, "comma" | "semicolon" | "tab" | "bar"> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
};

/** The file as it stands: how it is written, and its first rows untouched. */
export function FileLookPanel({ look }: { look: FileLook }) {
  const t = useTranslations("imports.file");
  const words = useTranslations("imports.settings.delimiter.values");
  const format = useFormat();
  const mark = delimiterWords[look.delimiter];
  return (
    <Panel
      title={look.name}
      subtitle={t("facts", {
        size: fileSize(look.sizeBytes, format),
        columns: look.header.length,
        encoding: look.encoding.toUpperCase(),
        delimiter: mark ? words(mark) : look.delimiter,
        newline: look.newline,
      })}
      padded={false}
    >
      <SimpleTable<FileLook["rows"][number]>
        caption={t("firstRows")}
        rows={look.rows}
        rowKey={(row) => String(row.line)}
        empty={<p className="px-4 pb-4">{t("headerOnly")}</p>}
        columns={[
          { key: "line", header: t("line"), identity: true, cell: (row) => format.number(row.line) },
          ...look.header.map((name, index) => ({
            key: `${index}`,
            header: name,
            cell: (row: FileLook["rows"][number]) => (
              <span className="block max-w-60 truncate" title={row.cells[index]}>
                {row.cells[index]}
              </span>
            ),
          })),
        ]}
      />
    </Panel>
  );
}
