import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { findAlert } from "@/db/queries/alerts";
import { may } from "@/lib/services/_shared/authorise";
import { keptOf, PastPage } from "../_past/past-page";
import { readAt } from "../_past/read-at";
import { AlertList } from "./_components/alert-list";
import { alertFilters, alertStates, itemOf, loadAlerts } from "./load";

export async function generateMetadata() {
  return { title: (await getTranslations("alerts"))("title") };
}

/** What lasts that somebody should see to? */
export default async function AlertsPage({ searchParams }: PageProps<"/alerts">) {
  const actor = await requireActor();
  const [t, params] = await Promise.all([getTranslations("alerts"), searchParams]);
  const asOf = readPastMoment(params.asOf);
  const named = Number(params.id);
  const [found, one] = await readAt(asOf, (db, now) =>
    Promise.all([
      loadAlerts(db, params, now),
      Number.isSafeInteger(named) && named > 0 ? findAlert(db, named) : null,
    ]),
  );
  const { state, items, counts, sources } = found;
  // A link names its alert, whose state may have changed since the link was made.
  const shown = one && !items.some(({ id }) => id === one.id) ? [itemOf(one), ...items] : items;
  const hrefOf = (tab: string) => {
    const kept = alertFilters.flatMap((key) => {
      const value = params[key];
      return typeof value === "string" ? [[key, value]] : [];
    });
    const search = new URLSearchParams([...(tab === "open" ? [] : [["state", tab]]), ...kept]);
    return `/alerts${search.size > 0 ? `?${search}` : ""}`;
  };
  return (
    <PastPage asOf={asOf} path="/alerts" params={params} note="alerts">
      <PageHeader
        title={t("title")}
        question={t("question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
        tabs={alertStates.map((tab) => ({
          label: t(`states.${tab}`),
          href: hrefOf(tab),
          count: counts[tab],
          current: tab === state,
        }))}
      />
      <ClientMessages namespaces={["alerts"]}>
        <AlertList
          key={`${hrefOf(state)}#${one?.id ?? ""}`}
          state={state}
          items={shown}
          named={one?.id ?? null}
          sources={sources}
          total={counts[state]}
          mayDecide={!asOf && may(actor.role, "sync.now")}
          admin={may(actor.role, "connection.manage")}
        />
      </ClientMessages>
    </PastPage>
  );
}
