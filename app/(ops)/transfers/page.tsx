import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, type Queryable } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { countTransfers } from "@/db/queries/transfers";
import { systemClock } from "@/lib/core/clock";
import { may } from "@/lib/services/_shared/authorise";
import { readRecords } from "@/lib/services/past/records/read-records";
import {
  type ProposedShipment,
  readTransferPlan,
  type TransferPlanView,
} from "@/lib/services/transfer-plan/read";
import { whatIf } from "@/lib/services/transfer-plan/what-if";
import { keptOf, PastPage } from "../_past/past-page";
import { aboutMoney } from "../decisions/_view/about-money";
import { LanePlans } from "./_components/lane-plans";
import { TransferTable } from "./_components/transfer-table";
import { transferTabs } from "./_components/transfer-tabs";
import { loadTransfers } from "./load";
import { tabIn } from "./query";
import { isTried, linesAtFirst, linesTried, readWhatIf } from "./what-if";

export async function generateMetadata() {
  return { title: (await getTranslations("transfers"))("title") };
}

/** What moves, when, and is it worth it? */
export default async function TransfersPage({ searchParams }: PageProps<"/transfers">) {
  const actor = await requireActor();
  const [t, params] = await Promise.all([getTranslations("transfers"), searchParams]);
  const tab = tabIn(params);
  const asOf = readPastMoment(params.asOf);
  const db = getDb();
  const change = readWhatIf(params);
  const isTrying = tab === "plan" && !asOf && isTried(change);
  const linesMost = tab !== "plan" ? 0 : isTrying ? linesTried : linesAtFirst;
  const ask = async (at: Queryable, now: Date) => {
    const [plan, counts, page] = await Promise.all([
      readTransferPlan(at, now, isTrying ? null : linesMost),
      countTransfers(at, {}, now),
      tab === "plan" ? null : loadTransfers(at, params, tab, now),
    ]);
    return { plan, counts, page };
  };
  const now = systemClock();
  const [{ plan, counts, page }, company] = await Promise.all([
    asOf ? readRecords(db, asOf, (past) => ask(past, asOf)) : ask(db, now),
    readCompany(db),
  ]);
  const result = isTrying ? await whatIf(db, plan, change, now) : null;
  const currency = company?.baseCurrency ?? "USD";
  const planned = plan.shipments.reduce((sum, lane) => sum + lane.lineCount, 0);
  const tabLinks = await transferTabs(tab, counts, planned);
  return (
    <PastPage asOf={asOf} path="/transfers" params={params} note="transfers">
      <PageHeader
        title={t("title")}
        question={t("question")}
        headline={
          tab === "plan" && planned > 0 ? <PlanHeadline plan={plan} currency={currency} /> : undefined
        }
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        tabs={tabLinks}
      />
      <ClientMessages namespaces={["transfers", "past"]}>
        {tab === "plan" ? (
          <LanePlans
            lanes={plan.shipments.map((lane) => ({ ...lane, lines: lane.lines.slice(0, linesMost) }))}
            closed={plan.closed}
            // What lanes lack is told of today's lanes.
            gaps={asOf ? [] : plan.gaps}
            change={change}
            result={result}
            currency={currency}
            mayApprove={asOf === null && may(actor.role, "decide.supply")}
          />
        ) : (
          <TransferTable key={tab} list={tab} page={page} />
        )}
      </ClientMessages>
    </PastPage>
  );
}

async function PlanHeadline({ plan, currency }: { plan: TransferPlanView; currency: string }) {
  const [t, format] = await Promise.all([getTranslations("transfers"), getFormat()]);
  const sum = (of: (lane: ProposedShipment) => number) =>
    plan.shipments.reduce((total, lane) => total + of(lane), 0);
  const about = (of: (lane: ProposedShipment) => number) => aboutMoney(format, sum(of), currency);
  return (
    <>
      {t("plan.headline", {
        lanes: plan.shipments.length,
        units: sum((lane) => lane.units),
        value: about((lane) => lane.valueMinor),
        range: format.moneyRange(
          sum((lane) => lane.valueLowMinor),
          sum((lane) => lane.valueHighMinor),
          currency,
          { currencyDisplay: "symbol" },
        ),
        freight: about((lane) => lane.freightMinor),
      })}
      {plan.optimalityGap === null ? null : (
        <span className="block text-caption font-normal text-muted">
          {plan.optimalityGap < 0.0005
            ? t("plan.proved")
            : t("plan.gap", { share: format.percent(plan.optimalityGap) })}
        </span>
      )}
    </>
  );
}
