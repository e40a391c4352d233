import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, getReadDb, type Queryable } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { valueOfWeeks } from "@/db/queries/decision-value";
import { kpiWeeks } from "@/db/queries/overview";
import { countRecommendations } from "@/db/queries/recommendations";
import { dayInZone, systemClock } from "@/lib/core/clock";
import { readRecords } from "@/lib/services/past/records/read-records";
import { listRecommendations } from "@/lib/services/recommendation/list";
import { FragmentationPanel } from "./_overview/fragmentation-panel";
import { tileMetrics } from "./_overview/tiles";
import { Tiles } from "./_overview/tiles-row";
import { ToDecidePanel } from "./_overview/to-decide-panel";
import { ValuePanel } from "./_overview/value-panel";
import { keptOf, PastPage } from "./_past/past-page";

const shownWeeks = 13;
const shownDecisions = 5;
const daysOfValue = 35;

export async function generateMetadata() {
  return { title: (await getTranslations("overview"))("title") };
}

/** How do we do, what does it cost, what did the decisions earn? */
export default async function OverviewPage({ searchParams }: PageProps<"/">) {
  const actor = await requireActor();
  const db = getReadDb();
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const ask = async (at: Queryable, now: Date) => {
    const [weeks, counts, queue, value] = await Promise.all([
      kpiWeeks(at, [...tileMetrics, "fragmentation_minor"], shownWeeks, dayInZone(now, "UTC")),
      countRecommendations(at, {}),
      listRecommendations(at, actor, {
        tab: "to_decide",
        filter: {},
        cursor: null,
        pageSize: shownDecisions,
      }),
      valueOfWeeks(at, { team: null, kind: null, days: daysOfValue, week: null, now }),
    ]);
    return { weeks, counts, queue, value };
  };
  const now = systemClock();
  const [t, company, { weeks, counts, queue, value }] = await Promise.all([
    getTranslations("overview"),
    readCompany(db),
    asOf ? readRecords(getDb(), asOf, (past) => ask(past, asOf)) : ask(db, now),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  return (
    <PastPage asOf={asOf} path="/" params={params} note="overview">
      <PageHeader
        title={t("title")}
        question={company?.simulated ? t("simulated", { company: company.name }) : t("question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
      />
      <div className="flex flex-col gap-3">
        <Tiles weeks={weeks} currency={currency} simulated={company?.simulated ?? false} />
        <ToDecidePanel rows={queue.rows} counts={counts.to_decide} currency={currency} asOf={asOf} />
        <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
          <FragmentationPanel weeks={weeks} currency={currency} />
          <ValuePanel weeks={value} currency={currency} asOf={asOf ?? now} />
        </div>
      </div>
    </PastPage>
  );
}
