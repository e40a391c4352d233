import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { Money } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PastPicker } from "@/components/past";
import { SimpleTable } from "@/components/simple-table";
import { getReadDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { type SkuHead, skuAds, skuPlaces } from "@/db/queries/sku-page";
import { readPast } from "@/lib/services/past/read-past";
import { computeRecommendations } from "@/lib/services/recommendation/compute";
import { getSkuOutlook } from "@/lib/services/sku/get-outlook";
import { PastPage } from "../../../_past/past-page";
import { SkuAds } from "./sku-ads";
import { SkuHeadline } from "./sku-headline";
import { SkuLedger } from "./sku-ledger";
import { SkuOutlook, SkuStockAhead } from "./sku-outlook";
import { SkuPlaces } from "./sku-places";

/** A past ledger is never kept in step. */
const nothingNewer = { rows: [], nextCursor: null };

/** One product as it was known at a moment: stock, goods on their way, forecast, ads, what was proposed, the ledger until then. */
export async function PastSku({
  sku,
  asOf,
  ledgerCursor,
}: {
  sku: SkuHead;
  asOf: Date;
  /** Place in the ledger that is read on from; null: the moment. */
  ledgerCursor: string | null;
}) {
  const db = getReadDb();
  const [t, past, company, then] = await Promise.all([
    getTranslations("sku"),
    getTranslations("past"),
    readCompany(db),
    readPast(db, asOf, [sku.id], async (at, policy) => {
      const places = await skuPlaces(at, sku.id, asOf);
      const [outlook, ads, candidates] = await Promise.all([
        getSkuOutlook(at, sku.id, places, asOf),
        skuAds(at, sku.id),
        computeRecommendations(at, [sku.id], policy, asOf),
      ]);
      return { places, outlook, ads, candidates };
    }),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  const moment = asOf.toISOString();
  const proposed = then.candidates.filter((candidate) => candidate.skuId === sku.id);
  return (
    <PastPage asOf={asOf} path={`/inventory/${encodeURIComponent(sku.code)}`} params={{}} note="sku">
      <PageHeader
        title={sku.code}
        question={sku.title}
        headline={<SkuHeadline places={then.places} />}
        actions={<PastPicker asOf={moment} kept={[]} />}
      />
      <ClientMessages namespaces={["sku", "inventory"]}>
        <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
          <SkuPlaces places={then.places} />
          <SkuStockAhead outlook={then.outlook} asOf={moment} />
          <SkuOutlook outlook={then.outlook} asOf={moment} />
          <Panel title={past("proposed")} padded={false}>
            <SimpleTable
              caption={past("proposed")}
              rows={proposed}
              rowKey={(row) => row.subjectKey}
              empty={<EmptyState kind="allDone" title={past("nothingProposed")} />}
              columns={[
                {
                  key: "what",
                  header: past("problem"),
                  identity: true,
                  cell: (row) =>
                    [
                      t(`decisions.kinds.${row.kind}` as "decisions.kinds.shortage"),
                      row.problem.params.locationName,
                    ]
                      .filter(Boolean)
                      .join(": "),
                },
                {
                  key: "value",
                  header: past("worth"),
                  align: "end",
                  cell: (row) => <Money value={{ minor: row.valueMinor, currency }} tone="change" />,
                },
              ]}
            />
          </Panel>
          <div className="xl:col-span-2">
            <SkuAds ads={then.ads} currency={currency} />
          </div>
          <SkuLedger
            skuId={sku.id}
            code={sku.code}
            asOf={asOf}
            newest={nothingNewer}
            cursor={ledgerCursor}
            hrefOf={(cursor) =>
              `/inventory/${encodeURIComponent(sku.code)}?${new URLSearchParams([
                ["asOf", moment],
                ...(cursor ? [["ledger", cursor]] : []),
              ])}#ledger`
            }
          />
        </div>
      </ClientMessages>
    </PastPage>
  );
}
