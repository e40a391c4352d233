import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable } from "@/components/unknown";
import type { TransferDetail, TransferLineRow } from "@/db/queries/transfers";

/** Line by line: what was approved, what left, what came in, and the difference. */
export function TransferLines({ transfer }: { transfer: TransferDetail }) {
  const t = useTranslations("transfers.lines");
  const units = (value: number | null) =>
    value === null ? <NotApplicable /> : <Quantity value={value} unit="none" />;
  return (
    <Panel title={t("title")} padded={false}>
      <SimpleTable<TransferLineRow>
        caption={t("title")}
        rows={transfer.lines}
        rowKey={(line) => String(line.lineNo)}
        columns={[
          {
            key: "sku",
            header: t("sku"),
            identity: true,
            cell: (line) => (
              <AppLink
                className="font-mono whitespace-nowrap underline underline-offset-2"
                href={`/inventory/${encodeURIComponent(line.skuCode)}`}
              >
                {line.skuCode}
              </AppLink>
            ),
          },
          { key: "title", header: t("product"), cell: (line) => line.skuTitle },
          {
            key: "packs",
            header: t("packs"),
            align: "end",
            cell: (line) =>
              t("packsOf", {
                count: Math.floor(line.quantity / line.packSizeUnits),
                size: line.packSizeUnits,
              }),
          },
          { key: "units", header: t("approved"), align: "end", cell: (line) => units(line.quantity) },
          { key: "shipped", header: t("shipped"), align: "end", cell: (line) => units(line.shippedQuantity) },
          {
            key: "received",
            header: t("received"),
            align: "end",
            cell: (line) => units(line.receivedQuantity),
          },
          {
            key: "difference",
            header: t("difference"),
            align: "end",
            cell: (line) => <Difference line={line} />,
          },
        ]}
      />
    </Panel>
  );
}

function Difference({ line }: { line: TransferLineRow }) {
  if (line.receivedQuantity === null || line.shippedQuantity === null) return <NotApplicable />;
  const units = line.receivedQuantity - line.shippedQuantity;
  return (
    <span className={units === 0 ? "text-muted" : "font-medium text-at-risk-ink"}>
      <Quantity value={units} unit="none" signed />
    </span>
  );
}
