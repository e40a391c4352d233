import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, type Queryable } from "@/db/client";
import { laneChoices, listLanes } from "@/db/queries/lanes";
import { countTransfers } from "@/db/queries/transfers";
import { systemClock } from "@/lib/core/clock";
import { may } from "@/lib/services/_shared/authorise";
import { readRecords } from "@/lib/services/past/records/read-records";
import { PastPage } from "../../_past/past-page";
import { transferTabs } from "../_components/transfer-tabs";
import { LanesTable } from "./_components/lanes-table";

export async function generateMetadata() {
  return { title: (await getTranslations("transfers.lanes"))("title") };
}

/** Which ways do goods take, how long, and within which limits? */
export default async function LanesPage({ searchParams }: PageProps<"/transfers/lanes">) {
  const actor = await requireActor();
  const asOf = readPastMoment((await searchParams).asOf);
  const db = getDb();
  const ask = (at: Queryable, now: Date) => Promise.all([countTransfers(at, {}, now), listLanes(at)]);
  const [t, [counts, lanes], choices] = await Promise.all([
    getTranslations("transfers"),
    asOf ? readRecords(db, asOf, (past) => ask(past, asOf)) : ask(db, systemClock()),
    laneChoices(db),
  ]);
  return (
    <PastPage asOf={asOf} path="/transfers/lanes" params={{}} note="lanes">
      <PageHeader
        title={t("title")}
        question={t("lanes.question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={[]} />}
        tabs={await transferTabs("lanes", counts)}
      />
      <ClientMessages namespaces={["transfers"]}>
        <LanesTable lanes={lanes} choices={choices} mayEdit={asOf === null && may(actor.role, "lane.edit")} />
      </ClientMessages>
    </PastPage>
  );
}
