import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button/button-link";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, getReadDb, type Queryable } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import {
  adviceFollowed,
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
import { systemClock } from "@/lib/core/clock";
import { estimateEffect } from "@/lib/metrics/holdout/compute";
import { may } from "@/lib/services/_shared/authorise";
import { readRecords } from "@/lib/services/past/records/read-records";
import { FragmentationPanel } from "../../_overview/fragmentation-panel";
import { keptOf, PastPage } from "../../_past/past-page";
import { MetricChart } from "../_components/metric-chart";
import { reportTabs } from "../_components/report-tabs";
import { decidedDays, reportDays } from "../days";
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
  const asOf = readPastMoment(params.asOf);
  const now = asOf ?? systemClock();
  const { today, lastDay } = reportDays(now, asOf !== null);
  const filter = { team: query.team, kind: query.kind, days, week: query.week, now };
  const ask = (at: Queryable) =>
    Promise.all([
      valueOfWeeks(at, filter),
      valueOfWeeks(at, { ...filter, week: null }),
      valueOfKinds(at, filter),
      valueOfPolicies(at, filter),
      notFollowed(at, filter),
      adviceFollowed(at, filter),
      settledClaims(at, now),
      claimFactorsInForce(at),
      kpiWeeks(at, ["fragmentation_minor"], days / 7, today),
      reportSeries(at, "order_accuracy", "all", { days, lastDay }),
      newestHoldout(at, now),
      leftAloneNow(at, shownLeftAlone, now),
    ]);
  const [company, shown] = await Promise.all([
    readCompany(db),
    asOf ? readRecords(getDb(), asOf, ask, { withinDays: decidedDays }) : ask(db),
  ]);
  const [
    weeks,
    allWeeks,
    kinds,
    policies,
    ignored,
    advice,
    claims,
    factors,
    fragmentation,
    accuracy,
    holdout,
    items,
  ] = shown;
  const estimate = holdout && !asOf ? estimateEffect(await holdoutOutcomes(db, holdout.id)) : null;
  const currency = company?.baseCurrency ?? "USD";
  const sum = (of: (kind: (typeof kinds)[number]) => number) =>
    kinds.reduce((total, kind) => total + of(kind), 0);
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  const measured = sum((kind) => kind.measured);
  return (
    <PastPage asOf={asOf} path="/reports/decisions" params={params} note="worth">
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
          <>
            <PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />
            <ButtonLink
              href={`/api/pages/reports/decisions/csv?${worthSearch(query)}${asOf ? `&asOf=${asOf.toISOString()}` : ""}`}
            >
              {reports("export")}
            </ButtonLink>
          </>
        }
        tabs={reportTabs(t, "decisions")}
      />
      <ClientMessages namespaces={["reports", "worth"]}>
        <div className="flex flex-col gap-3 pb-8">
          <WorthControls
            query={query}
            weeks={[...new Set([...(query.week ? [query.week] : []), ...allWeeks.map(({ from }) => from)])]}
          />
          <ValueOverTime weeks={weeks} currency={currency} query={query} readAt={now} />
          <KindsTable kinds={kinds} advice={advice} ignored={ignored} currency={currency} />
          <PromisesTable claims={claims} factors={factors} currency={currency} />
          <AutopilotPanel rows={policies} currency={currency} mayAudit={may(actor.role, "audit.read")} />
          <HoldoutPanel
            holdout={holdout}
            estimate={estimate}
            items={items}
            currency={currency}
            maySet={asOf === null && may(actor.role, "policy.edit")}
            estimateKept={asOf === null}
          />
          <FragmentationPanel weeks={fragmentation} currency={currency} />
          <MetricChart
            query={{ metric: "order_accuracy", period: query.period }}
            series={accuracy}
            currency={currency}
            lastIsWhole={asOf !== null}
          />
        </div>
      </ClientMessages>
    </PastPage>
  );
}
