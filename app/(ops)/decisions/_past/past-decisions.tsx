import { getTranslations } from "next-intl/server";
import { PastPage, type SearchParams } from "@/app/(ops)/_past/past-page";
import { EmptyState } from "@/components/empty-state";
import { AppLink } from "@/components/link";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PastPicker } from "@/components/past";
import { getDb } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { readRecords } from "@/lib/services/past/records/read-records";
import { keptOf } from "../../_past/past-page";
import { Filters } from "../_components/filters";
import { loadWords } from "../_view/words";
import { type DecisionsQuery, decisionsHref, type TabName, tabs } from "../query";
import { loadPastQueue, type PastGroup } from "./load-past-queue";
import { PastQueueTable } from "./past-queue-table";

/** What waited for a decision, was on its way, done or turned down at a moment. To be read: nothing can be decided. */
export async function PastDecisions({
  actor,
  asOf,
  query,
  params,
}: {
  actor: Actor;
  asOf: Date;
  query: DecisionsQuery & { tab: TabName };
  params: SearchParams;
}) {
  const [t, past, words, { counts, groups }] = await Promise.all([
    getTranslations("decisions"),
    getTranslations("past"),
    loadWords(getDb(), asOf),
    readRecords(getDb(), asOf, (then) => loadPastQueue(then, actor, query)),
  ]);
  const isEmpty = groups.every((group) => group.rows.length === 0);
  const kindHref = ({ kind }: PastGroup) => decisionsHref(query, { kind });
  return (
    <PastPage asOf={asOf} path="/decisions" params={params} note="decisions">
      <PageHeader
        title={t("title")}
        question={t("question")}
        actions={
          <>
            <Filters query={query} />
            <PastPicker asOf={asOf.toISOString()} kept={keptOf(params)} />
          </>
        }
        tabs={tabs.map((tab) => ({
          label: t(`tabs.${tab}`),
          href: decisionsHref({ ...query, tab, kind: null }),
          count: counts[tabCounts[tab]].count,
          current: tab === query.tab,
        }))}
      />
      {isEmpty ? (
        <div className="card p-0">
          <EmptyState kind="allDone" title={past("noDecisions")} />
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          {groups.map((group) => (
            <Panel
              key={group.kind ?? "all"}
              title={group.kind ? words.t(`kind.${group.kind}`) : t(`tabs.${query.tab}`)}
              padded={false}
            >
              <PastQueueTable words={words} query={query} rows={group.rows} asOf={asOf} />
              {group.nextCursor ? (
                <p className="border-t border-border px-4 py-2">
                  <AppLink
                    className="underline underline-offset-2"
                    href={
                      groups.length === 1
                        ? withCursor(decisionsHref(query), group.nextCursor)
                        : kindHref(group)
                    }
                  >
                    {past(groups.length === 1 ? "next" : "allOfKind")}
                  </AppLink>
                </p>
              ) : null}
            </Panel>
          ))}
        </div>
      )}
    </PastPage>
  );
}

const tabCounts = {
  todo: "to_decide",
  way: "on_the_way",
  done: "done",
  snoozed: "snoozed",
  closed: "closed",
} as const;

const withCursor = (href: string, cursor: string) =>
  `${href}${href.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
