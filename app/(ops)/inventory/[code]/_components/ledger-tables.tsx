import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import type { SkuMove, skuBalances } from "@/db/queries/sku-page";

type Balance = Awaited<ReturnType<typeof skuBalances>>[number];

/** Balances of the moment, when one is chosen, over the moves that led to them. */
export function LedgerTables({ moves, balances }: { moves: SkuMove[]; balances: Balance[] | null }) {
  const t = useTranslations("sku.ledger");
  const format = useFormat();
  const place = (kind: string, code: string | null) =>
    code ? `${code} · ${t(`places.${kind}` as "places.stock")}` : t(`places.${kind}` as "places.stock");
  return (
    <>
      {balances ? (
        <SimpleTable<Balance>
          caption={t("balances")}
          rows={balances}
          rowKey={(row) => row.locationCode}
          empty={<EmptyState kind="nothingYet" title={t("noBalances")} />}
          columns={[
            { key: "place", header: t("place"), identity: true, cell: (row) => row.locationName },
            {
              key: "onHand",
              header: t("onHand"),
              align: "end",
              cell: (row) => <Quantity value={row.onHand} unit="none" />,
            },
            {
              key: "transit",
              header: t("inTransit"),
              align: "end",
              cell: (row) => <Quantity value={row.inTransit} unit="none" />,
            },
          ]}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="max-h-96 overflow-y-auto" aria-label={t("title")} tabIndex={0}>
        <SimpleTable<SkuMove>
          caption={t("title")}
          rows={moves}
          rowKey={(move) => String(move.id)}
          empty={<EmptyState kind="nothingYet" title={t("empty")} />}
          columns={[
            {
              key: "when",
              header: t("when"),
              identity: true,
              cell: (move) => <span className="whitespace-nowrap">{format.moment(move.occurredAt)}</span>,
            },
            {
              key: "quantity",
              header: t("quantity"),
              align: "end",
              cell: (move) => <Quantity value={move.quantity} unit="none" />,
            },
            { key: "from", header: t("from"), cell: (move) => place(move.fromKind, move.fromCode) },
            { key: "to", header: t("to"), cell: (move) => place(move.toKind, move.toCode) },
            {
              key: "reason",
              header: t("reason"),
              cell: (move) => t(`reasons.${move.reason}` as "reasons.sale"),
            },
            { key: "document", header: t("document"), cell: (move) => move.document },
          ]}
        />
      </section>
    </>
  );
}
