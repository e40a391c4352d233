import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { getDb } from "@/db/client";
import { listPublishing } from "@/db/queries/publishing";
import { may } from "@/lib/services/_shared/authorise";
import { catalogueTabs } from "../_components/catalogue-tabs";
import { ChannelsTable } from "./_components/channels-table";

export async function generateMetadata() {
  return { title: (await getTranslations("publishing.channels"))("title") };
}

/** What does each channel keep back? */
export default async function ChannelsPage() {
  const actor = await requireActor();
  const [t, title, tabs, channels] = await Promise.all([
    getTranslations("publishing.channels"),
    getTranslations("catalogue"),
    catalogueTabs("channels"),
    listPublishing(getDb()),
  ]);
  return (
    <>
      <PageHeader title={title("title")} question={t("question")} tabs={tabs} />
      <ClientMessages namespaces={["publishing"]}>
        <ChannelsTable channels={channels} mayEdit={may(actor.role, "publish.set")} />
      </ClientMessages>
    </>
  );
}
