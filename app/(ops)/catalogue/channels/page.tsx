import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { listPublishing } from "@/db/queries/publishing";
import { may } from "@/lib/services/_shared/authorise";
import { keptOf, PastPage } from "../../_past/past-page";
import { readAt } from "../../_past/read-at";
import { catalogueTabs } from "../_components/catalogue-tabs";
import { ChannelsTable } from "./_components/channels-table";

export async function generateMetadata() {
  return { title: (await getTranslations("publishing.channels"))("title") };
}

/** What does each channel keep back? */
export default async function ChannelsPage({ searchParams }: PageProps<"/catalogue/channels">) {
  const actor = await requireActor();
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const [t, title, tabs, channels] = await Promise.all([
    getTranslations("publishing.channels"),
    getTranslations("catalogue"),
    catalogueTabs("channels"),
    readAt(asOf, listPublishing),
  ]);
  return (
    <PastPage asOf={asOf} path="/catalogue/channels" params={params} note="channels">
      <PageHeader
        title={title("title")}
        question={t("question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        tabs={tabs}
      />
      <ClientMessages namespaces={["publishing", "past"]}>
        <ChannelsTable channels={channels} mayEdit={!asOf && may(actor.role, "publish.set")} />
      </ClientMessages>
    </PastPage>
  );
}
