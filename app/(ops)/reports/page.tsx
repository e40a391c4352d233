import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button/button-link";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { getReadDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { reportScopes, reportSeries, reportWeeks } from "@/db/queries/reports";
import { MetricChart } from "./_components/metric-chart";
import { MetricsTable } from "./_components/metrics-table";
import { ReportControls } from "./_components/report-controls";
import { reportTabs } from "./_components/report-tabs";
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
  const [scopes, series, weeks, company] = await Promise.all([
    reportScopes(db),
    reportSeries(db, query.metric, query.scope, periods[query.period]),
    reportWeeks(db, query.scope, shownWeeks),
    readCompany(db),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  return (
    <>
      <PageHeader
        title={t("title")}
        question={t("question")}
        actions={<ButtonLink href={`/api/pages/reports/csv?scope=${query.scope}`}>{t("export")}</ButtonLink>}
        tabs={reportTabs(worth, "figures")}
      />
      <ClientMessages namespaces={["reports"]}>
        <div className="flex flex-col gap-3 pb-8">
          <ReportControls query={query} scopes={scopes} />
          <MetricChart query={query} series={series} currency={currency} />
          <MetricsTable query={query} weeks={weeks} shownWeeks={shownWeeks} currency={currency} />
        </div>
      </ClientMessages>
    </>
  );
}
