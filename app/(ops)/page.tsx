import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { PageHeader } from "@/components/page-header";
import { getReadDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { kpiWeeks, valueByWeek } from "@/db/queries/overview";
import { countRecommendations } from "@/db/queries/recommendations";
import { dayInZone, systemClock } from "@/lib/core/clock";
import { listRecommendations } from "@/lib/services/recommendation/list";
import { FragmentationPanel } from "./_overview/fragmentation-panel";
import { tileMetrics } from "./_overview/tiles";
import { Tiles } from "./_overview/tiles-row";
import { ToDecidePanel } from "./_overview/to-decide-panel";
import { ValuePanel } from "./_overview/value-panel";

const shownWeeks = 13;
const shownDecisions = 5;

export async function generateMetadata() {
  return { title: (await getTranslations("overview"))("title") };
}

/** How do we do, what does it cost, what did the decisions earn? */
export default async function OverviewPage() {
  const actor = await requireActor();
  const db = getReadDb();
  const today = dayInZone(systemClock(), "UTC");
  const [t, company, weeks, counts, queue, value] = await Promise.all([
    getTranslations("overview"),
    readCompany(db),
    kpiWeeks(db, [...tileMetrics, "fragmentation_minor"], shownWeeks, today),
    countRecommendations(db, {}),
    listRecommendations(db, actor, { tab: "to_decide", filter: {}, cursor: null, pageSize: shownDecisions }),
    valueByWeek(db, 6),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  return (
    <>
      <PageHeader
        title={t("title")}
        question={company?.simulated ? t("simulated", { company: company.name }) : t("question")}
      />
      <div className="flex flex-col gap-3">
        <Tiles weeks={weeks} currency={currency} simulated={company?.simulated ?? false} />
        <ToDecidePanel rows={queue.rows} counts={counts.to_decide} currency={currency} />
        <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
          <FragmentationPanel weeks={weeks} currency={currency} />
          <ValuePanel weeks={value} currency={currency} />
        </div>
      </div>
    </>
  );
}
