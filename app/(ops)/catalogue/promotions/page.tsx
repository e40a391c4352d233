import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { listPromotions, listPublishing } from "@/db/queries/publishing";
import { systemClock } from "@/lib/core/clock";
import { may } from "@/lib/services/_shared/authorise";
import { catalogueTabs } from "../_components/catalogue-tabs";
import { PromotionsTable } from "./_components/promotions-table";

export async function generateMetadata() {
  return { title: (await getTranslations("publishing.promotions"))("title") };
}

/** Which units are held back, from when to when? */
export default async function PromotionsPage() {
  const actor = await requireActor();
  const db = getDb();
  const [t, title, tabs, promotions, channels, company] = await Promise.all([
    getTranslations("publishing.promotions"),
    getTranslations("catalogue"),
    catalogueTabs("promotions"),
    listPromotions(db, systemClock()),
    listPublishing(db),
    readCompany(db),
  ]);
  return (
    <>
      <PageHeader title={title("title")} question={t("question")} tabs={tabs} />
      <ClientMessages namespaces={["publishing"]}>
        <PromotionsTable
          promotions={promotions.map((row) => ({
            ...row,
            startsAt: row.startsAt.toISOString(),
            endsAt: row.endsAt.toISOString(),
          }))}
          channels={channels.map(({ id, name, timeZone }) => ({ id, name, timeZone }))}
          companyZone={company?.timeZone ?? "UTC"}
          mayEdit={may(actor.role, "publish.set")}
        />
      </ClientMessages>
    </>
  );
}
