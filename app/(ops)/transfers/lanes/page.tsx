import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { getDb } from "@/db/client";
import { laneChoices, listLanes } from "@/db/queries/lanes";
import { countTransfers } from "@/db/queries/transfers";
import { systemClock } from "@/lib/core/clock";
import { may } from "@/lib/services/_shared/authorise";
import { transferTabs } from "../_components/transfer-tabs";
import { LanesTable } from "./_components/lanes-table";

export async function generateMetadata() {
  return { title: (await getTranslations("transfers.lanes"))("title") };
}

/** Which ways do goods take, how long, and within which limits? */
export default async function LanesPage() {
  const actor = await requireActor();
  const db = getDb();
  const [t, counts, lanes, choices] = await Promise.all([
    getTranslations("transfers"),
    countTransfers(db, {}, systemClock()),
    listLanes(db),
    laneChoices(db),
  ]);
  return (
    <>
      <PageHeader
        title={t("title")}
        question={t("lanes.question")}
        tabs={await transferTabs("lanes", counts)}
      />
      <ClientMessages namespaces={["transfers"]}>
        <LanesTable lanes={lanes} choices={choices} mayEdit={may(actor.role, "lane.edit")} />
      </ClientMessages>
    </>
  );
}
