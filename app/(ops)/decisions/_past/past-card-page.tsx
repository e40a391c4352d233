import { getTranslations } from "next-intl/server";
import { keptOf, PastPage, type SearchParams } from "@/app/(ops)/_past/past-page";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { AppLink } from "@/components/link";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { getDb } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { Activity } from "../_components/activity";
import { loadWords } from "../_view/words";
import { type DecisionsQuery, decisionsHref } from "../query";
import { loadPastCard } from "./load-past-card";
import { PastCard } from "./past-card";

/** One decision as it stood at a moment: its options, what they rested on, and what had come of it by then. */
export async function PastCardPage({
  actor,
  asOf,
  query,
  id,
  params,
}: {
  actor: Actor;
  asOf: Date;
  query: DecisionsQuery;
  id: number;
  params: SearchParams;
}) {
  const db = getDb();
  const [t, past, words] = await Promise.all([
    getTranslations("decisions"),
    getTranslations("past"),
    loadWords(db, asOf),
  ]);
  const card = await loadPastCard(db, actor, words, id, asOf);
  const { blocked } = card?.view ?? {};
  return (
    <PastPage asOf={asOf} path="/decisions" params={params} note="decision">
      <PageHeader
        title={t("title")}
        actions={<PastPicker asOf={asOf.toISOString()} kept={keptOf(params)} />}
        headline={
          <AppLink className="text-body font-normal underline underline-offset-2" href={decisionsHref(query)}>
            {past("allThen")}
          </AppLink>
        }
      />
      {card ? (
        <ClientMessages namespaces={["decisions", "insight", "past"]}>
          <div className="flex flex-col gap-3">
            {card.kept === "all" ? null : (
              <p className="rounded-control bg-surface-secondary px-3 py-2">
                {card.kept === "best"
                  ? past("onlyBest")
                  : past("figuresOf", { at: words.format.moment(card.computedAt) })}
              </p>
            )}
            {blocked ? (
              <p className="rounded-control bg-at-risk-soft px-3 py-2 font-medium text-at-risk-ink">
                {blocked.reason}
              </p>
            ) : null}
            <PastCard view={card.view} />
            <Activity events={card.activity} />
          </div>
        </ClientMessages>
      ) : (
        <div className="card p-0">
          <EmptyState kind="nothingYet" title={past("notMade")} />
        </div>
      )}
    </PastPage>
  );
}
