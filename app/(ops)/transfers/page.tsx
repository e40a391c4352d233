import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { countTransfers, type LanePlan, planByLane } from "@/db/queries/transfers";
import { may } from "@/lib/services/_shared/authorise";
import { aboutMoney } from "../decisions/_view/about-money";
import { LanePlans } from "./_components/lane-plans";
import { TransferTable } from "./_components/transfer-table";
import { loadTransfers } from "./load";
import { tabIn, tabNames, tabs } from "./query";

export async function generateMetadata() {
  return { title: (await getTranslations("transfers"))("title") };
}

/** What moves, when, and is it worth it? */
export default async function TransfersPage({ searchParams }: PageProps<"/transfers">) {
  const actor = await requireActor();
  const db = getDb();
  const [t, params] = await Promise.all([getTranslations("transfers"), searchParams]);
  const tab = tabIn(params);
  const [plan, counts, company, page] = await Promise.all([
    planByLane(db),
    countTransfers(db, {}),
    readCompany(db),
    tab === "plan" ? null : loadTransfers(db, params, tab),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  const planned = plan.reduce((sum, lane) => sum + lane.lines.length, 0);
  return (
    <>
      <PageHeader
        title={t("title")}
        question={t("question")}
        headline={
          tab === "plan" && planned > 0 ? <PlanHeadline plan={plan} currency={currency} /> : undefined
        }
        tabs={tabs.map((one) => ({
          label: t(`tabs.${one}`),
          href: one === "plan" ? "/transfers" : `/transfers?tab=${one}`,
          count: one === "plan" ? planned : counts[tabNames[one]].count,
          current: one === tab,
        }))}
      />
      <ClientMessages namespaces={["transfers", "decisions"]}>
        {tab === "plan" ? (
          <LanePlans lanes={plan} currency={currency} mayApprove={may(actor.role, "decide.supply")} />
        ) : (
          <TransferTable key={tab} list={tab} page={page} />
        )}
      </ClientMessages>
    </>
  );
}

async function PlanHeadline({ plan, currency }: { plan: LanePlan[]; currency: string }) {
  const [t, format] = await Promise.all([getTranslations("transfers"), getFormat()]);
  const sum = (of: (lane: LanePlan) => number) => plan.reduce((total, lane) => total + of(lane), 0);
  return t("plan.headline", {
    lanes: plan.length,
    units: sum((lane) => lane.units),
    value: aboutMoney(
      format,
      sum((lane) => lane.valueMinor),
      currency,
    ),
    range: format.moneyRange(
      sum((lane) => lane.valueLowMinor),
      sum((lane) => lane.valueHighMinor),
      currency,
      { currencyDisplay: "symbol" },
    ),
    freight: aboutMoney(
      format,
      sum((lane) => lane.freightMinor),
      currency,
    ),
  });
}
