import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { Change } from "@/components/change";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { Money } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, getReadDb, type Queryable } from "@/db/client";
import { adBudgetSteps } from "@/db/queries/ad-budget-steps";
import { adKinds, adLists, adTotals, countAdLists, hourlySpend } from "@/db/queries/ads";
import { readCompany } from "@/db/queries/company";
import { channelOptions } from "@/db/queries/orders";
import { systemClock } from "@/lib/core/clock";
import { readRecords } from "@/lib/services/past/records/read-records";
import { keptOf, PastPage } from "../_past/past-page";
import { AdsTable } from "./_components/ads-table";
import { BudgetSteps } from "./_components/budget-steps";
import { SpendPanel } from "./_components/spend-panel";
import { loadAds, readAdsQuery } from "./load";

const shownHours = 72;

export async function generateMetadata() {
  return { title: (await getTranslations("ads"))("title") };
}

/** What spends on what cannot be bought? */
export default async function AdsPage({ searchParams }: PageProps<"/ads">) {
  const actor = await requireActor();
  const [t, params] = await Promise.all([getTranslations("ads"), searchParams]);
  const db = getReadDb();
  const { list } = readAdsQuery(params);
  const asOf = readPastMoment(params.asOf);
  const ask = async (at: Queryable, now: Date) => {
    const [page, counts, totals, hours, steps] = await Promise.all([
      loadAds(at, actor, params, asOf),
      countAdLists(at, now),
      adTotals(at, now),
      hourlySpend(at, shownHours, now),
      adBudgetSteps(at),
    ]);
    return { page, counts, totals, hours, steps };
  };
  const [{ page, counts, totals, hours, steps }, company, channels, kinds] = await Promise.all([
    asOf ? readRecords(getDb(), asOf, (past) => ask(past, asOf)) : ask(db, systemClock()),
    readCompany(db),
    channelOptions(db),
    adKinds(db),
  ]);
  const readAt = (asOf ?? totals?.readAt)?.toISOString() ?? null;
  const currency = company?.baseCurrency ?? "USD";
  return (
    <PastPage asOf={asOf} path="/ads" params={params} note="ads">
      <PageHeader
        title={t("title")}
        question={t("question")}
        headline={
          totals ? (
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span>
                {t.rich("headline", {
                  wasted: () => (
                    <Money
                      value={{ minor: totals.wastedMinor, currency }}
                      precision="whole"
                      currencyDisplay="symbol"
                    />
                  ),
                  spend: () => (
                    <Money
                      value={{ minor: totals.spendMinor, currency }}
                      precision="whole"
                      currencyDisplay="symbol"
                    />
                  ),
                })}
              </span>
              <Change
                now={totals.wastedMinor}
                before={totals.wastedBeforeMinor}
                kind="amount"
                period="previous7Days"
                goodDirection="down"
                currency={currency}
              />
            </span>
          ) : null
        }
        freshness={asOf ? null : <Freshness asOf={readAt} label={t("spendRead")} />}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        tabs={adLists.map((one) => ({
          label: t(`lists.${one}`),
          href: one === "all" ? "/ads" : `/ads?list=${one}`,
          count: counts[one],
          current: one === list,
        }))}
      />
      <ClientMessages namespaces={["ads", "past"]}>
        <div className="flex flex-col gap-3">
          <BudgetSteps steps={steps} />
          <SpendPanel hours={hours} currency={currency} readAt={readAt} />
          <AdsTable
            key={list}
            list={list}
            page={page}
            currency={currency}
            channels={channels}
            kinds={kinds}
          />
        </div>
      </ClientMessages>
    </PastPage>
  );
}
