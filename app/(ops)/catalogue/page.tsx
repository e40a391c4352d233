import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { getReadDb } from "@/db/client";
import { isOneCurrency } from "@/db/queries/catalogue";
import { inventoryFacets } from "@/db/queries/inventory";
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
  const db = getReadDb();
  const [page, facets, oneCurrency, tabs] = await Promise.all([
    loadCatalogue(db, params),
    inventoryFacets(db),
    isOneCurrency(db),
    catalogueTabs("products"),
  ]);
  return (
    <>
      <PageHeader title={t("title")} question={t("question")} tabs={tabs} />
      <ClientMessages namespaces={["catalogue"]}>
        <CatalogueTable
          page={page}
          brands={facets.brands}
          categories={facets.categories}
          oneCurrency={oneCurrency}
        />
      </ClientMessages>
    </>
  );
}
