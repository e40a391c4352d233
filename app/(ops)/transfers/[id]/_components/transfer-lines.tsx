import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable } from "@/components/unknown";
import type { TransferDetail, TransferLineRow } from "@/db/queries/transfers";
import { useLineReason } from "../../_components/use-line-reason";
import { TakeOutLine } from "./take-out-line";

/** Line by line: why it moves, what was approved, what left, what came in, the difference, and what each is worth. */
export function TransferLines({ transfer, mayTakeOut }: { transfer: TransferDetail; mayTakeOut: boolean }) {
  const t = useTranslations("transfers.lines");
  const units = (value: number | null) =>
    value === null ? <NotApplicable /> : <Quantity value={value} unit="none" />;
  const money = (minor: number | null) =>
    minor === null ? (
      <NotApplicable />
    ) : (
      <Money value={{ minor, currency: transfer.currency }} currencyDisplay="symbol" />
    );
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
              <span className="block max-sm:py-1.5">
                <AppLink
                  className="font-mono whitespace-nowrap underline underline-offset-2"
                  href={`/inventory/${encodeURIComponent(line.skuCode)}`}
                >
                  {line.skuCode}
                </AppLink>
                <span className="block text-caption font-normal text-muted sm:hidden">{line.skuTitle}</span>
              </span>
            ),
          },
          { key: "title", notOnPhone: true, header: t("product"), cell: (line) => line.skuTitle },
          {
            key: "why",
            notOnPhone: true,
            header: t("why"),
            cell: (line) => <Why line={line} transfer={transfer} />,
          },
          {
            key: "packs",
            notOnPhone: true,
            header: t("packs"),
            align: "end",
            cell: (line) =>
              t("packsOf", {
                count: Math.floor(line.quantity / line.packSizeUnits),
                size: line.packSizeUnits,
              }),
          },
          { key: "units", header: t("approved"), align: "end", cell: (line) => units(line.quantity) },
          {
            key: "shipped",
            notOnPhone: mayTakeOut,
            header: t("shipped"),
            align: "end",
            cell: (line) => units(line.shippedQuantity),
          },
          {
            key: "received",
            notOnPhone: mayTakeOut,
            header: t("received"),
            align: "end",
            cell: (line) => units(line.receivedQuantity),
          },
          {
            key: "difference",
            notOnPhone: true,
            header: t("difference"),
            align: "end",
            cell: (line) => <Difference line={line} />,
          },
          {
            key: "expected",
            notOnPhone: true,
            header: t("expected"),
            align: "end",
            cell: (line) => money(line.expectedMinor),
          },
          {
            key: "realised",
            notOnPhone: true,
            header: t("realised"),
            align: "end",
            cell: (line) => money(line.realisedMinor),
          },
          ...(mayTakeOut
            ? [
                {
                  key: "takeOut",
                  header: <span className="sr-only">{t("takeOut")}</span>,
                  align: "end" as const,
                  cell: (line: TransferLineRow) => (
                    <TakeOutLine
                      transferId={transfer.id}
                      number={transfer.number}
                      place={transfer.originName}
                      line={line}
                      isLast={transfer.lines.length === 1}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

function Why({ line, transfer }: { line: TransferLineRow; transfer: TransferDetail }) {
  const t = useTranslations("transfers.lines");
  const reasonOf = useLineReason(transfer);
  if (line.recommendationId === null || line.reason === null) return t("byHand");
  return (
    <AppLink
      className="whitespace-nowrap underline underline-offset-2"
      href={`/decisions?id=${line.recommendationId}`}
    >
      {reasonOf(line.reason)}
    </AppLink>
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
