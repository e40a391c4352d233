import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button/button-link";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { type Db, getDb } from "@/db/client";
import { recommendationOfAction } from "@/db/queries/decision-page";
import {
  countRecommendations,
  groupRecommendations,
  lastDecidedAt,
  type QueueFilter,
} from "@/db/queries/recommendations";
import { NotFound } from "@/lib/core/errors";
import type { Actor } from "@/lib/services/_shared/actor";
import { teamsOf } from "@/lib/services/recommendation/authorise-team";
import { keptOf } from "../_past/past-page";
import { Board } from "./_components/board";
import { Filters } from "./_components/filters";
import { ListOnly } from "./_components/list-only";
import { PastCardPage } from "./_past/past-card-page";
import { PastDecisions } from "./_past/past-decisions";
import { aboutMoney } from "./_view/about-money";
import { loadWords, type Words } from "./_view/words";
import { loadQueue, type Queue } from "./load";
import { loadCard } from "./load-card";
import {
  type DecisionsQuery,
  decisionsHref,
  filterOf,
  readDecisionsQuery,
  type TabName,
  tabs,
} from "./query";

/** Read once for the title and the page. */
const readGroups = cache(groupRecommendations);
const readCounts = cache((db: Db, filter: QueueFilter) =>
  countRecommendations(db, filter, readGroups(db, filter)),
);
const noFilter: QueueFilter = {};

export async function generateMetadata() {
  const t = await getTranslations("decisions");
  const counts = await readCounts(getDb(), noFilter);
  return { title: t("pageTitle", { count: counts.to_decide.count ?? 0 }) };
}

/** What is best to do now? */
export default async function DecisionsPage({ searchParams }: PageProps<"/decisions">) {
  const actor = await requireActor();
  const db = getDb();
  const [t, params, words] = await Promise.all([getTranslations("decisions"), searchParams, loadWords(db)]);
  const asked = readDecisionsQuery(params);
  const asOf = readPastMoment(params.asOf);
  const asOfId = asOf && (asked.id ?? (asked.action ? await recommendationOfAction(db, asked.action) : null));
  if (asOf && asOfId)
    return <PastCardPage actor={actor} asOf={asOf} query={asked} id={asOfId} params={params} />;
  if (asOf)
    return (
      <PastDecisions
        actor={actor}
        asOf={asOf}
        query={{ ...asked, tab: asked.tab ?? "todo" }}
        params={params}
      />
    );
  const id = asked.id ?? (asked.action ? await recommendationOfAction(db, asked.action) : null);
  const opened = id === null ? null : await cardOrNull(actor, words, id);
  // An item that is not there is told of, and the first of the queue is opened in its place.
  const query = {
    ...asked,
    id: opened ? asked.id : null,
    tab: (asked.action ? null : asked.tab) ?? opened?.tab ?? "todo",
  };
  const asks = filterOf(query, actor.id);
  const filter = Object.keys(asks).length > 0 ? asks : noFilter;
  const counted = { counts: readCounts(db, filter), toDecide: readGroups(db, filter) };
  const openedId = opened?.tab === query.tab ? id : null;
  const queue = await loadQueue(db, actor, words, query, counted, openedId);
  const firstId = queue.groups[0]?.items[0]?.id ?? null;
  const card = opened ?? (firstId === null ? null : await cardOrNull(actor, words, firstId));
  const address = decisionsHref(query).split("?")[1] ?? "";
  return (
    <>
      <ListOnly>
        <PageHeader
          title={t("title")}
          question={t("question")}
          headline={<Headline queue={queue} query={query} currency={words.currency} />}
          actions={
            <>
              <Filters query={query} />
              <PastPicker asOf={null} kept={keptOf(params)} />
            </>
          }
          tabs={tabs.map((tab) => ({
            label: t(`tabs.${tab}`),
            href: decisionsHref({ ...query, tab }),
            count: queue.counts[tab].count,
            current: tab === query.tab,
          }))}
        />
      </ListOnly>
      {id !== null && !opened ? <p className="pb-3 text-at-risk-ink">{t("unknownId", { id })}</p> : null}
      <ClientMessages namespaces={["decisions", "insight"]}>
        <Board
          key={address}
          queue={queue}
          address={address}
          unknownId={opened ? null : id}
          currency={words.currency}
          tab={query.tab}
          decides={teamsOf(actor).length > 0}
          served={card ? { card, readAt: queue.readAt } : null}
          empty={<Empty query={query} />}
          csvHref={`/api/pages/decisions/csv${address ? `?${address}` : ""}`}
        />
      </ClientMessages>
    </>
  );
}

async function cardOrNull(actor: Actor, words: Words, id: number) {
  try {
    return await loadCard(getDb(), actor, words, id);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

type Shown = DecisionsQuery & { tab: TabName };

async function Headline({ queue, query, currency }: { queue: Queue; query: Shown; currency: string }) {
  const [t, format] = await Promise.all([getTranslations("decisions"), getFormat()]);
  const counted = queue.counts[query.tab];
  if (query.tab !== "todo" || counted.count === 0) return null;
  return t("headline", {
    count: counted.count ?? 10_000,
    loss: aboutMoney(format, counted.lossMinorPerDay, currency),
    value: aboutMoney(format, counted.valueMinor, currency),
    range: format.moneyRange(counted.valueLowMinor, counted.valueHighMinor, currency, {
      currencyDisplay: "symbol",
    }),
  });
}

async function Empty({ query }: { query: Shown }) {
  const [t, format] = await Promise.all([getTranslations("decisions"), getFormat()]);
  const filtered = Object.keys(filterOf(query, "")).length > 0;
  if (filtered)
    return (
      <EmptyState
        kind="nothingMatches"
        title={t("empty.nothingMatches")}
        text={t("empty.filters", {
          names: format.list([
            ...(query.team ? [t(`whose.${query.team}`)] : []),
            ...(query.mine ? [t("whose.mine")] : []),
            ...(query.q ? [query.q] : []),
            ...(query.kind ? [t("empty.oneKind")] : []),
          ]),
        })}
        action={
          <ButtonLink href={decisionsHref({ tab: query.tab, team: null, mine: false, q: null, kind: null })}>
            {t("empty.clear")}
          </ButtonLink>
        }
      />
    );
  if (query.tab !== "todo") return <EmptyState kind="nothingYet" title={t(`empty.${query.tab}`)} />;
  const lastAt = await lastDecidedAt(getDb());
  if (lastAt)
    return (
      <EmptyState
        kind="allDone"
        title={t("empty.allDone")}
        text={t("empty.lastCleared", { moment: format.moment(lastAt) })}
      />
    );
  return (
    <EmptyState
      kind="nothingYet"
      title={t("empty.never")}
      text={t("empty.neverText")}
      action={<ButtonLink href="/imports">{t("empty.import")}</ButtonLink>}
    />
  );
}
