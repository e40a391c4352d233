import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, getReadDb, type Queryable } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { inventoryByState, inventoryFacets, type StockStateCode } from "@/db/queries/inventory";
import { systemClock } from "@/lib/core/clock";
import { isLongPast, readPast } from "@/lib/services/past/read-past";
import { keptOf, PastPage } from "../_past/past-page";
import { InventoryHeatmap } from "./_components/inventory-heatmap";
import { InventoryTable } from "./_components/inventory-table";
import { loadInventoryPage, readInventoryQuery, readLongPast } from "./load";
import { loadHeatmap } from "./load-heatmap";

const tabs: (StockStateCode | null)[] = [null, "out", "at_risk", "excess", "unknown"];

export async function generateMetadata() {
  const t = await getTranslations("inventory");
  return { title: t("title") };
}

/** What runs out where, and what lies idle elsewhere? */
export default async function InventoryPage({ searchParams }: PageProps<"/inventory">) {
  await requireActor();
  const [t, params] = await Promise.all([getTranslations("inventory"), searchParams]);
  const db = getReadDb();
  const heatmap = params.view === "heatmap";
  const { filter } = readInventoryQuery(params);
  const asOf = readPastMoment(params.asOf);
  const readAll = async (at: Queryable, now: Date) => {
    const [states, page, cells] = await Promise.all([
      inventoryByState(at),
      heatmap ? null : loadInventoryPage(at, params, now),
      heatmap ? loadHeatmap(at, filter) : null,
    ]);
    return { states: { ...states, asOf: asOf ?? states.asOf }, page, cells };
  };
  const isLong = asOf !== null && (await isLongPast(db));
  const [facets, company, { states, page, cells }] = await Promise.all([
    inventoryFacets(db),
    readCompany(db),
    isLong
      ? { states: null, page: await readLongPast(getDb(), params, asOf), cells: null }
      : asOf
        ? readPast(getDb(), asOf, "all", (then) => readAll(then, asOf))
        : readAll(db, systemClock()),
  ]);
  const total = Object.values(states?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  const chosen = filter.state ?? [];
  const viewQuery = heatmap ? "view=heatmap" : "";

  return (
    <PastPage asOf={asOf} path="/inventory" params={params} note={isLong ? "inventoryLong" : "inventory"}>
      <PageHeader
        title={t("title")}
        question={t("question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        freshness={
          asOf ? null : <Freshness asOf={states?.asOf?.toISOString() ?? null} label={t("figures")} />
        }
        tabs={(states ? tabs : []).map((state) => ({
          label: t(`tabs.${state ?? "all"}`),
          href: address(state ? `state=${state}` : "", viewQuery),
          count: state ? states?.counts[state] : total,
          current: state ? chosen.length === 1 && chosen[0] === state : chosen.length === 0,
        }))}
      />
      <ClientMessages namespaces={["inventory"]}>
        {cells ? (
          <InventoryHeatmap heatmap={cells} asOf={states?.asOf?.toISOString() ?? null} />
        ) : (
          page && (
            <InventoryTable
              page={page}
              facets={facets}
              currency={company?.baseCurrency ?? "USD"}
              asOf={asOf?.toISOString() ?? null}
            />
          )
        )}
      </ClientMessages>
    </PastPage>
  );
}

const address = (...parts: string[]) => {
  const query = parts.filter(Boolean).join("&");
  return query ? `/inventory?${query}` : "/inventory";
};
