import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { Change } from "@/components/change";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { Money } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { getReadDb } from "@/db/client";
import { adBudgetSteps } from "@/db/queries/ad-budget-steps";
import { adKinds, adLists, adTotals, countAds, hourlySpend } from "@/db/queries/ads";
import { readCompany } from "@/db/queries/company";
import { channelOptions } from "@/db/queries/orders";
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
  const [page, counts, totals, hours, company, channels, kinds, steps] = await Promise.all([
    loadAds(db, actor, params),
    Promise.all(adLists.map((one) => countAds(db, one, {}))),
    adTotals(db),
    hourlySpend(db, shownHours),
    readCompany(db),
    channelOptions(db),
    adKinds(db),
    adBudgetSteps(db),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  return (
    <>
      <PageHeader
        title={t("title")}
        question={t("question")}
        headline={
          totals ? (
            <span className="flex flex-wrap items-baseline gap-x-2">
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
        freshness={<Freshness asOf={totals?.readAt?.toISOString() ?? null} label={t("spendRead")} />}
        tabs={adLists.map((one, index) => ({
          label: t(`lists.${one}`),
          href: one === "all" ? "/ads" : `/ads?list=${one}`,
          count: counts[index],
          current: one === list,
        }))}
      />
      <ClientMessages namespaces={["ads"]}>
        <div className="flex flex-col gap-3">
          <BudgetSteps steps={steps} />
          <SpendPanel hours={hours} currency={currency} readAt={totals?.readAt?.toISOString() ?? null} />
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
    </>
  );
}
