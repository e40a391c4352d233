import { requireActor } from "@/app/_edge/require-actor";
import type { Db } from "@/db/client";
import { countUnmapped, deadGroups } from "@/db/queries/live";
import { countOrderFlags } from "@/db/queries/order-flags";
import { channelOptions } from "@/db/queries/orders";
import { countPushed } from "@/db/queries/pushes";
import { countExceptions, driftTotals, type SourceRow } from "@/db/queries/sync";
import { countWrongOrders } from "@/db/queries/wrong-orders";
import { askedList, isSyncList, listsFor, type PageList } from "../lists";
import { loadExceptions } from "../load";
import { loadPushed } from "../load-trust";
import { AttentionPanels } from "./attention-panels";
import { DeadList } from "./dead-list";
import { DriftTotals } from "./drift-totals";
import { ExceptionsTable } from "./exceptions-table";
import { HeldList } from "./held-list";
import { PushedTable } from "./pushed-table";
import { UnmappedList } from "./unmapped-list";
import { WrongList } from "./wrong-list";

type Params = Record<string, string | string[] | undefined>;

/** Who is late, what is wrong, what can be done: the first part of the Sync page. */
export async function ExceptionsView({
  db,
  params,
  sources,
}: {
  db: Db;
  params: Params;
  sources: SourceRow[];
}) {
  const actor = await requireActor();
  const lists = listsFor(actor.role);
  const list = askedList(params, lists);
  const [counts, drift, page, pushed, channels] = await Promise.all([
    Promise.all(lists.map(async (one) => ({ list: one, count: await countOf(db, one) }))),
    driftTotals(db),
    isSyncList(list) ? loadExceptions(db, actor, params) : null,
    list === "pushed" ? loadPushed(db, actor, params) : null,
    list === "held" || list === "differ" ? channelOptions(db) : [],
  ]);
  const names = sources.map((source) => source.name);
  return (
    <>
      {/* Whoever came to a list sees it first on a phone. */}
      <div className={params.list === undefined ? undefined : "max-sm:hidden"}>
        <AttentionPanels
          db={db}
          sources={sources}
          held={counts.find((one) => one.list === "held")?.count ?? null}
          differ={counts.find((one) => one.list === "differ")?.count ?? null}
        />
      </div>
      <DriftTotals totals={drift} lists={counts} list={list} />
      {isSyncList(list) && page ? (
        <ExceptionsTable key={list} list={list} page={page} sources={names} />
      ) : list === "held" ? (
        <HeldList db={db} actor={actor} params={params} channels={channels} />
      ) : list === "differ" ? (
        <WrongList db={db} actor={actor} params={params} channels={channels} base="exceptions" />
      ) : list === "unmapped" ? (
        <UnmappedList db={db} actor={actor} params={params} sources={names} />
      ) : list === "dead" ? (
        <DeadList db={db} actor={actor} params={params} />
      ) : pushed ? (
        <PushedTable page={pushed} />
      ) : null}
    </>
  );
}

async function countOf(db: Db, list: PageList): Promise<number | null> {
  switch (list) {
    case "unmapped":
      return (await countUnmapped(db)).names;
    case "dead":
      return (await deadGroups(db)).reduce((sum, { count }) => sum + count, 0);
    case "held":
      return countOrderFlags(db, {});
    case "differ":
      return countWrongOrders(db, { openOnly: true });
    case "pushed":
      return countPushed(db);
    default:
      return countExceptions(db, list, {});
  }
}
