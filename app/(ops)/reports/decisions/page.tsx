import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button/button-link";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { getReadDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import {
  claimFactorsInForce,
  notFollowed,
  valueOfKinds,
  valueOfPolicies,
  valueOfWeeks,
} from "@/db/queries/decision-value";
import { holdoutOutcomes, leftAloneNow, newestHoldout } from "@/db/queries/holdout";
import { kpiWeeks } from "@/db/queries/overview";
import { reportSeries } from "@/db/queries/reports";
import { settledClaims } from "@/db/queries/settled-claims";
import { dayInZone, systemClock } from "@/lib/core/clock";
import { estimateEffect } from "@/lib/metrics/holdout/compute";
import { may } from "@/lib/services/_shared/authorise";
import { FragmentationPanel } from "../../_overview/fragmentation-panel";
import { MetricChart } from "../_components/metric-chart";
import { reportTabs } from "../_components/report-tabs";
import { periods } from "../metrics";
import { AutopilotPanel } from "./_components/autopilot-panel";
import { HoldoutPanel } from "./_components/holdout-panel";
import { KindsTable } from "./_components/kinds-table";
import { PromisesTable } from "./_components/promises-table";
import { ValueOverTime } from "./_components/value-over-time";
import { WorthControls } from "./_components/worth-controls";
import { readWorthQuery, worthSearch } from "./query";

/** Items left alone that are listed. */
const shownLeftAlone = 50;

export async function generateMetadata() {
  return { title: (await getTranslations("worth"))("pageTitle") };
}

/** What did the decisions earn, and what does it cost that things are apart? */
export default async function WorthPage({ searchParams }: PageProps<"/reports/decisions">) {
  const actor = await requireActor();
  const [t, reports, params, format] = await Promise.all([
    getTranslations("worth"),
    getTranslations("reports"),
    searchParams,
    getFormat(),
  ]);
  const query = readWorthQuery(params);
  const db = getReadDb();
  const days = periods[query.period];
  const filter = { team: query.team, kind: query.kind, days, week: query.week };
  const today = dayInZone(systemClock(), "UTC");
  const [company, weeks, allWeeks, kinds, policies, ignored, claims, factors, fragmentation, accuracy] =
    await Promise.all([
      readCompany(db),
      valueOfWeeks(db, filter),
      valueOfWeeks(db, { ...filter, week: null }),
      valueOfKinds(db, filter),
      valueOfPolicies(db, filter),
      notFollowed(db, filter),
      settledClaims(db),
      claimFactorsInForce(db),
      kpiWeeks(db, ["fragmentation_minor"], days / 7, today),
      reportSeries(db, "order_accuracy", "all", days),
    ]);
  const [holdout, items] = await Promise.all([newestHoldout(db), leftAloneNow(db, shownLeftAlone)]);
  const estimate = holdout ? estimateEffect(await holdoutOutcomes(db, holdout.id)) : null;
  const currency = company?.baseCurrency ?? "USD";
  const sum = (of: (kind: (typeof kinds)[number]) => number) =>
    kinds.reduce((total, kind) => total + of(kind), 0);
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  const measured = sum((kind) => kind.measured);
  return (
    <>
      <PageHeader
        title={reports("title")}
        question={t("question")}
        headline={
          measured > 0
            ? t("headline", {
                realised: money(sum((kind) => kind.realised)),
                range: format.moneyRange(
                  sum((kind) => kind.realisedLow),
                  sum((kind) => kind.realisedHigh),
                  currency,
                  { currencyDisplay: "symbol" },
                ),
                expected: money(sum((kind) => kind.expected)),
                count: measured,
                period: query.week
                  ? t("weekOf", { day: format.calendarDay(query.week) })
                  : reports(`periods.${query.period}`),
              })
            : null
        }
        actions={
          <ButtonLink href={`/api/pages/reports/decisions/csv?${worthSearch(query)}`}>
            {reports("export")}
          </ButtonLink>
        }
        tabs={reportTabs(t, "decisions")}
      />
      <ClientMessages namespaces={["reports", "worth"]}>
        <div className="flex flex-col gap-3 pb-8">
          <WorthControls
            query={query}
            weeks={[...new Set([...(query.week ? [query.week] : []), ...allWeeks.map(({ from }) => from)])]}
          />
          <ValueOverTime weeks={weeks} currency={currency} query={query} />
          <KindsTable kinds={kinds} ignored={ignored} currency={currency} />
          <PromisesTable claims={claims} factors={factors} currency={currency} />
          <AutopilotPanel rows={policies} currency={currency} />
          <HoldoutPanel
            holdout={holdout}
            estimate={estimate}
            items={items}
            currency={currency}
            maySet={may(actor.role, "policy.edit")}
          />
          <FragmentationPanel weeks={fragmentation} currency={currency} />
          <MetricChart
            query={{ metric: "order_accuracy", period: query.period }}
            series={accuracy}
            currency={currency}
          />
        </div>
      </ClientMessages>
    </>
  );
}
