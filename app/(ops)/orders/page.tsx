import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { Freshness } from "@/components/freshness";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, getReadDb, type Queryable } from "@/db/client";
import { flagsOfOrder } from "@/db/queries/order-flags";
import {
  accuracyByChannel,
  channelOptions,
  countOrders,
  findOrder,
  findOrderCheck,
  type OrderList,
  orderLists,
} from "@/db/queries/orders";
import { systemClock } from "@/lib/core/clock";
import { may } from "@/lib/services/_shared/authorise";
import { readRecords } from "@/lib/services/past/records/read-records";
import { keptOf, PastPage, type SearchParams } from "../_past/past-page";
import { AccuracyPanel } from "./_components/accuracy-panel";
import { CheckSheet } from "./_components/check-sheet";
import { OrderSheet } from "./_components/order-sheet";
import { OrdersTable } from "./_components/orders-table";
import { sentFlag } from "./_view/sent-flag";
import { loadOrders, readOrdersQuery } from "./load";

/** Accuracy is measured over this many days. */
const accuracyDays = 28;

export async function generateMetadata() {
  return { title: (await getTranslations("orders"))("title") };
}

/** Are the orders right, and which are stuck? */
export default async function OrdersPage({ searchParams }: PageProps<"/orders">) {
  const actor = await requireActor();
  const [t, past, params] = await Promise.all([
    getTranslations("orders"),
    getTranslations("past"),
    searchParams,
  ]);
  const asOf = readPastMoment(params.asOf);
  const mayResolve = asOf === null && may(actor.role, "order.resolve");
  const { list } = readOrdersQuery(params);
  const ask = (db: Queryable, now: Date) => loadAll(db, params, now, asOf === null);
  const [{ page, counts, accuracy, check, order, ours, flags }, channels] = await Promise.all([
    asOf ? readRecords(getDb(), asOf, (then) => ask(then, asOf)) : ask(getReadDb(), systemClock()),
    channelOptions(getReadDb()),
  ]);
  const checkedAt = accuracy.map((row) => row.asOf?.toISOString() ?? null).filter((at) => at !== null);
  const lists = asOf ? orderLists.filter((one) => one !== "stuck") : orderLists;

  return (
    <PastPage asOf={asOf} path="/orders" params={params} note="orders">
      <PageHeader
        title={t("title")}
        question={t("question")}
        freshness={asOf ? null : <Freshness asOf={checkedAt.sort().at(-1) ?? null} label={t("checks")} />}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        tabs={lists.map((one) => ({
          label: t(`lists.${one}`),
          href: one === "all" ? "/orders" : `/orders?list=${one}`,
          count: one === "all" ? undefined : counts.get(one),
          current: one === list,
        }))}
      />
      <ClientMessages namespaces={["orders", "trust"]}>
        {asOf && list === "stuck" ? (
          <EmptyState kind="cannotBeKnown" title={past("notKept")} text={past("stuckNotKept")} />
        ) : (
          <div className="flex flex-col gap-3">
            {list === "all" || list === "wrong" ? (
              <AccuracyPanel rows={accuracy} days={accuracyDays} />
            ) : null}
            <OrdersTable key={list} list={list} page={page} channels={channels} />
          </div>
        )}
        {check ? (
          <CheckSheet
            check={{
              ...check,
              placedAt: check.placedAt.toISOString(),
              checkedAt: check.checkedAt.toISOString(),
              resolvedAt: check.resolvedAt?.toISOString() ?? null,
            }}
            order={ours}
            mayResolve={mayResolve}
          />
        ) : null}
        {order ? (
          <OrderSheet
            order={{
              ...order,
              placedAt: order.placedAt.toISOString(),
              sourceEventAt: order.sourceEventAt?.toISOString() ?? null,
              receivedAt: order.receivedAt?.toISOString() ?? null,
              visibleAt: order.visibleAt.toISOString(),
            }}
            flags={flags.map(sentFlag)}
            mayDecide={mayResolve}
          />
        ) : null}
      </ClientMessages>
    </PastPage>
  );
}

/** All that the page shows at `now`. What an order was held for is not kept for the past. */
async function loadAll(db: Queryable, params: SearchParams, now: Date, withFlags: boolean) {
  const checkId = idIn(params.check);
  const orderId = idIn(params.order);
  const counted = orderLists.filter((one) => one !== "all");
  const [page, counts, accuracy, check, order] = await Promise.all([
    loadOrders(db, params, now),
    Promise.all(counted.map(async (one) => [one, await countOrders(db, one, {}, now)] as const)),
    accuracyByChannel(db, accuracyDays, now),
    checkId === null ? null : findOrderCheck(db, checkId),
    orderId === null ? null : findOrder(db, orderId),
  ]);
  const [ours, flags] = await Promise.all([
    check?.orderId ? findOrder(db, check.orderId) : null,
    order && withFlags ? flagsOfOrder(db, order.id) : [],
  ]);
  return { page, counts: new Map<OrderList, number | null>(counts), accuracy, check, order, ours, flags };
}

function idIn(value: string | string[] | undefined): number | null {
  const id = Number(Array.isArray(value) ? value[0] : value);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
