import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { readCompany } from "@/db/queries/company";
import { listPromotions, listPublishing } from "@/db/queries/publishing";
import { may } from "@/lib/services/_shared/authorise";
import { keptOf, PastPage } from "../../_past/past-page";
import { readAt } from "../../_past/read-at";
import { catalogueTabs } from "../_components/catalogue-tabs";
import { PromotionsTable } from "./_components/promotions-table";

export async function generateMetadata() {
  return { title: (await getTranslations("publishing.promotions"))("title") };
}

/** Which units are held back, from when to when? */
export default async function PromotionsPage({ searchParams }: PageProps<"/catalogue/promotions">) {
  const actor = await requireActor();
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const [t, title, tabs, [promotions, channels, company]] = await Promise.all([
    getTranslations("publishing.promotions"),
    getTranslations("catalogue"),
    catalogueTabs("promotions"),
    readAt(asOf, (db, now) => Promise.all([listPromotions(db, now), listPublishing(db), readCompany(db)])),
  ]);
  return (
    <PastPage asOf={asOf} path="/catalogue/promotions" params={params} note="promotions">
      <PageHeader
        title={title("title")}
        question={t("question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        tabs={tabs}
      />
      <ClientMessages namespaces={["publishing"]}>
        <PromotionsTable
          promotions={promotions.map((row) => ({
            ...row,
            startsAt: row.startsAt.toISOString(),
            endsAt: row.endsAt.toISOString(),
          }))}
          channels={channels.map(({ id, name, timeZone }) => ({ id, name, timeZone }))}
          companyZone={company?.timeZone ?? "UTC"}
          mayEdit={!asOf && may(actor.role, "publish.set")}
        />
      </ClientMessages>
    </PastPage>
  );
}
