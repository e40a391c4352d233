import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getReadDb } from "@/db/client";
import { isOneCurrency } from "@/db/queries/catalogue";
import { inventoryFacets } from "@/db/queries/inventory";
import { keptOf, PastPage } from "../_past/past-page";
import { readAt } from "../_past/read-at";
import { CatalogueTable } from "./_components/catalogue-table";
import { catalogueTabs } from "./_components/catalogue-tabs";
import { loadCatalogue } from "./load";

export async function generateMetadata() {
  return { title: (await getTranslations("catalogue"))("title") };
}

/** What do we sell, and what is missing about it? */
export default async function CataloguePage({ searchParams }: PageProps<"/catalogue">) {
  await requireActor();
  const [t, params] = await Promise.all([getTranslations("catalogue"), searchParams]);
  const asOf = readPastMoment(params.asOf);
  const [[page, facets, oneCurrency], tabs] = await Promise.all([
    readAt(
      asOf,
      (db) => Promise.all([loadCatalogue(db, params), inventoryFacets(db), isOneCurrency(db)]),
      getReadDb(),
    ),
    catalogueTabs("products"),
  ]);
  return (
    <PastPage asOf={asOf} path="/catalogue" params={params} note="catalogue">
      <PageHeader
        title={t("title")}
        question={t("question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        tabs={tabs}
      />
      <ClientMessages namespaces={["catalogue"]}>
        <CatalogueTable
          page={page}
          brands={facets.brands}
          categories={facets.categories}
          oneCurrency={oneCurrency}
        />
      </ClientMessages>
    </PastPage>
  );
}
