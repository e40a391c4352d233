import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { StockComparison, StockDifference } from "@/db/queries/stock-reconciliations";
import { SourceName } from "./source-name";

/** What each source lists of the stock that it keeps, held against the ledger, and the shelves that stay different. */
export function StockPanels({
  comparisons,
  differences,
}: {
  comparisons: StockComparison[];
  differences: { rows: StockDifference[]; total: number };
}) {
  const t = useTranslations("trust.stock");
  const format = useFormat();
  const pair = (ours: number | null, theirs: number | null) =>
    ours === null || theirs === null ? (
      <Unknown reason={t("notCompared")} />
    ) : (
      <span className="whitespace-nowrap">
        {t("pair", { ours: format.number(ours), theirs: format.number(theirs) })}
      </span>
    );
  const result = ({ state, found, remaining }: StockComparison) => {
    const [ink, text] =
      state === "failed"
        ? ["text-at-risk-ink", t("failed")]
        : state !== "done" || remaining === null
          ? ["text-muted", t("reading")]
          : remaining > 0
            ? ["text-out-ink", t("remain", { count: remaining })]
            : ["", found > 0 ? t("healed", { count: found }) : t("equal")];
    return <span className={`whitespace-nowrap ${ink}`}>{text}</span>;
  };
  return (
    <>
      <Panel id="stock" title={t("title")} subtitle={t("subtitle")} padded={false}>
        <SimpleTable<StockComparison>
          caption={t("title")}
          rows={comparisons}
          rowKey={(row) => row.source}
          columns={[
            {
              key: "source",
              header: t("source"),
              identity: true,
              cell: (row) => <SourceName name={row.source} simulated={row.simulated} />,
            },
            { key: "shelves", header: t("shelves"), cell: (row) => pair(row.ourShelves, row.sourceShelves) },
            { key: "units", header: t("units"), cell: (row) => pair(row.ourUnits, row.sourceUnits) },
            { key: "result", header: t("result"), cell: result },
            {
              key: "at",
              header: t("compared"),
              cell: (row) =>
                row.comparedAt ? (
                  <Age from={row.comparedAt.toISOString()} />
                ) : (
                  <Unknown reason={t("notCompared")} />
                ),
            },
          ]}
        />
      </Panel>
      {differences.total > 0 ? (
        <Panel
          title={t("differ", { count: differences.total })}
          subtitle={t("differSubtitle", { shown: differences.rows.length })}
          padded={false}
        >
          <SimpleTable<StockDifference>
            caption={t("differ", { count: differences.total })}
            rows={differences.rows}
            rowKey={(row) => `${row.source}|${row.skuCode}|${row.locationCode}`}
            columns={[
              {
                key: "sku",
                header: t("sku"),
                identity: true,
                cell: (row) => (
                  <AppLink className="underline" href={`/inventory/${encodeURIComponent(row.skuCode)}`}>
                    {row.skuCode}
                  </AppLink>
                ),
              },
              { key: "place", header: t("place"), cell: (row) => row.locationCode },
              { key: "source", header: t("source"), cell: (row) => row.source },
              {
                key: "ours",
                header: t("here"),
                align: "end",
                cell: (row) => <Quantity value={row.ourUnits} unit="none" />,
              },
              {
                key: "theirs",
                header: t("there"),
                align: "end",
                cell: (row) =>
                  row.sourceUnits === null ? (
                    t("notListed")
                  ) : (
                    <Quantity value={row.sourceUnits} unit="none" />
                  ),
              },
              { key: "since", header: t("since"), cell: (row) => <Age from={row.foundAt.toISOString()} /> },
            ]}
          />
        </Panel>
      ) : null}
    </>
  );
}
