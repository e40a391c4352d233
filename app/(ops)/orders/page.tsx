import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { PageHeader } from "@/components/page-header";
import { getReadDb } from "@/db/client";
import { flagsOfOrder } from "@/db/queries/order-flags";
import {
  accuracyByChannel,
  channelOptions,
  countOrders,
  findOrder,
  findOrderCheck,
  orderLists,
} from "@/db/queries/orders";
import { may } from "@/lib/services/_shared/authorise";
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
  const [t, params] = await Promise.all([getTranslations("orders"), searchParams]);
  const db = getReadDb();
  const { list } = readOrdersQuery(params);
  const checkId = idIn(params.check);
  const orderId = idIn(params.order);
  const [page, counts, accuracy, channels, check, order] = await Promise.all([
    loadOrders(db, params),
    Promise.all(orderLists.map((one) => (one === "all" ? null : countOrders(db, one, {})))),
    accuracyByChannel(db, accuracyDays),
    channelOptions(db),
    checkId === null ? null : findOrderCheck(db, checkId),
    orderId === null ? null : findOrder(db, orderId),
  ]);
  const [ours, flags] = await Promise.all([
    check?.orderId ? findOrder(db, check.orderId) : null,
    order ? flagsOfOrder(db, order.id) : [],
  ]);
  const checkedAt = accuracy.map((row) => row.asOf?.toISOString() ?? null).filter((at) => at !== null);

  return (
    <>
      <PageHeader
        title={t("title")}
        question={t("question")}
        freshness={<Freshness asOf={checkedAt.sort().at(-1) ?? null} label={t("checks")} />}
        tabs={orderLists.map((one, index) => ({
          label: t(`lists.${one}`),
          href: one === "all" ? "/orders" : `/orders?list=${one}`,
          count: one === "all" ? undefined : counts[index],
          current: one === list,
        }))}
      />
      <ClientMessages namespaces={["orders", "trust"]}>
        <div className="flex flex-col gap-3">
          {list === "all" || list === "wrong" ? <AccuracyPanel rows={accuracy} days={accuracyDays} /> : null}
          <OrdersTable key={list} list={list} page={page} channels={channels} />
        </div>
        {check ? (
          <CheckSheet
            check={{
              ...check,
              placedAt: check.placedAt.toISOString(),
              checkedAt: check.checkedAt.toISOString(),
              resolvedAt: check.resolvedAt?.toISOString() ?? null,
            }}
            order={ours}
            mayResolve={may(actor.role, "order.resolve")}
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
            mayDecide={may(actor.role, "order.resolve")}
          />
        ) : null}
      </ClientMessages>
    </>
  );
}

function idIn(value: string | string[] | undefined): number | null {
  const id = Number(Array.isArray(value) ? value[0] : value);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
