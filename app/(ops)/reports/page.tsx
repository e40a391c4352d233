import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button/button-link";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, getReadDb, type Queryable } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { reportScopes, reportSeries, reportWeeks } from "@/db/queries/reports";
import { systemClock } from "@/lib/core/clock";
import { readRecords } from "@/lib/services/past/records/read-records";
import { keptOf, PastPage } from "../_past/past-page";
import { MetricChart } from "./_components/metric-chart";
import { MetricsTable } from "./_components/metrics-table";
import { ReportControls } from "./_components/report-controls";
import { reportTabs } from "./_components/report-tabs";
import { reportDays } from "./days";
import { periods, readReportQuery } from "./metrics";

const shownWeeks = 6;

export async function generateMetadata() {
  return { title: (await getTranslations("reports"))("title") };
}

/** How did each figure develop, for the company, a channel or a place? */
export default async function ReportsPage({ searchParams }: PageProps<"/reports">) {
  await requireActor();
  const [t, worth, params] = await Promise.all([
    getTranslations("reports"),
    getTranslations("worth"),
    searchParams,
  ]);
  const query = readReportQuery(params);
  const db = getReadDb();
  const asOf = readPastMoment(params.asOf);
  const { today, lastDay } = reportDays(asOf ?? systemClock(), asOf !== null);
  const ask = async (at: Queryable) => {
    const [series, weeks] = await Promise.all([
      reportSeries(at, query.metric, query.scope, { days: periods[query.period], lastDay }),
      reportWeeks(at, query.scope, shownWeeks, today),
    ]);
    return { series, weeks };
  };
  const [scopes, { series, weeks }, company] = await Promise.all([
    reportScopes(db),
    asOf ? readRecords(getDb(), asOf, ask) : ask(db),
    readCompany(db),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  return (
    <PastPage asOf={asOf} path="/reports" params={params} note="reports">
      <PageHeader
        title={t("title")}
        question={t("question")}
        actions={
          <>
            <PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />
            <ButtonLink
              href={`/api/pages/reports/csv?scope=${query.scope}${asOf ? `&asOf=${asOf.toISOString()}` : ""}`}
            >
              {t("export")}
            </ButtonLink>
          </>
        }
        tabs={reportTabs(worth, "figures")}
      />
      <ClientMessages namespaces={["reports"]}>
        <div className="flex flex-col gap-3 pb-8">
          <ReportControls query={query} scopes={scopes} />
          <MetricChart query={query} series={series} currency={currency} lastIsWhole={asOf !== null} />
          <MetricsTable query={query} weeks={weeks} shownWeeks={shownWeeks} currency={currency} />
        </div>
      </ClientMessages>
    </PastPage>
  );
}
