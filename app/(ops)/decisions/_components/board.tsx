"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { Route } from "next";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import {
  type ReactNode,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useOptimistic,
  useRef,
  useState,
} from "react";
import type { ActionResult } from "@/app/_edge/action";
import { Button } from "@/components/button";
import { type ActionOutcome, type DecisionCallbacks, DecisionCard } from "@/components/decision-card";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { LoadingBlock } from "@/components/unknown";
import { useKeyName, useShortcuts } from "@/components/use-shortcuts";
import * as actions from "../actions";
import type { Queue, QueueGroup } from "../load";
import type { Card } from "../load-card";
import type { TabName } from "../query";
import { Activity } from "./activity";
import { AllBar, type Scope } from "./all-bar";
import { BulkBar } from "./bulk-bar";
import { HeldBar } from "./held-bar";
import { QueueList } from "./queue-list";
import { Tools } from "./tools";
import { useCard } from "./use-card";
import { useInsight } from "./use-insight";
import { useQueue } from "./use-queue";

export interface BoardProps {
  queue: Queue;
  /** Query of the list without the opened item. */
  address: string;
  /** What the address names and is not there; the first is open in its place. */
  unknownId: number | null;
  currency: string;
  tab: TabName;
  /** Whether the person decides for any team. */
  decides: boolean;
  served: { card: Card; readAt: string } | null;
  /** What stands where the list would be when nothing is in it. */
  empty: ReactNode;
  csvHref: string;
}

/** From this width on the queue stands beside the card; Tailwind's "md". */
const besidePx = 768;

/** The queue beside the card; on a phone the card is a page of its own. */
export function Board(props: BoardProps) {
  const { queue, address, currency, decides, served } = props;
  const toDecide = props.tab === "todo";
  const t = useTranslations("decisions");
  const format = useFormat();
  const router = useRouter();
  const params = useSearchParams();
  const queries = useQueryClient();
  const list = useQueue(queue, address);
  const [checked, setChecked] = useState<ReadonlySet<number>>(new Set());
  const [scope, setScope] = useState<Scope | null>(null);
  const [last, setLast] = useState<{ id: number; text: string } | null>(null);

  // Shown at once, while the page of the new address is still on its way.
  const named = Number(params.get("id")) || null;
  const [asked, setAsked] = useOptimistic(named === props.unknownId ? null : named);
  // Without one in the address the first stays open, also when a refresh finds another one first.
  const [firstId] = useState(served ? Number(served.card.view.id) : null);
  const currentId = asked ?? firstId ?? list.items[0]?.id ?? null;
  const at = list.items.findIndex((item) => item.id === currentId);
  const next = list.items[at + 1]?.id ?? null;
  const nextOpen = useMemo(() => {
    const around = [...list.items.slice(at + 1), ...list.items.slice(0, Math.max(0, at))];
    return around.find((item) => item.state === "open")?.id ?? null;
  }, [list.items, at]);
  const card = useCard(currentId, next, served);
  const latestId = useRef(currentId);
  useEffect(() => {
    latestId.current = currentId;
  }, [currentId]);
  const insight = useInsight(card.data);

  const hrefOf = useCallback(
    (id: number | null) => {
      const search = new URLSearchParams(address);
      if (id !== null) {
        // Named even where it is the usual one: the item may leave it, and the list must not follow.
        search.set("tab", props.tab);
        search.set("id", String(id));
      }
      return search.size > 0 ? `/decisions?${search}` : "/decisions";
    },
    [address, props.tab],
  );
  // Always by the router: an address changed behind its back, while it refreshes, makes it load the whole document anew.
  const go = useCallback(
    (id: number | null, how: "push" | "replace") =>
      startTransition(() => {
        setAsked(id);
        router[how](hrefOf(id) as Route, { scroll: false });
      }),
    [router, setAsked, hrefOf],
  );
  useEffect(() => {
    if (asked !== null && !params.get("tab")) go(asked, "replace");
  }, [asked, params, go]);
  const open = useCallback(
    (id: number) => {
      go(id, "push");
      if (window.innerWidth < besidePx) window.scrollTo(0, 0);
    },
    [go],
  );
  const step = (id: number | null) => {
    if (id === null) return;
    go(id, "replace");
    const row = document.querySelector(`[data-id="${id}"]`);
    row?.scrollIntoView({ block: "nearest" });
    // Enter on a focused row must not open the one before.
    if (document.activeElement?.closest("[data-id]")) row?.querySelector("a")?.focus({ preventScroll: true });
  };
  const check = useCallback((id: number) => {
    setScope(null);
    setChecked((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const clear = () => {
    setChecked(new Set());
    setScope(null);
  };
  const checkGroup = (group: QueueGroup) => {
    setScope(null);
    setChecked((before) => {
      const ids = group.items.flatMap((item) => (item.decides ? [item.id] : []));
      const all = ids.every((id) => before.has(id));
      const after = new Set(before);
      for (const id of ids) all ? after.delete(id) : after.add(id);
      return after;
    });
  };
  const takeAll = (kind: Scope["kind"]) => {
    const shown = list.groups.filter((group) => kind === null || group.kind === kind);
    const items = shown.flatMap((group) => group.items);
    setChecked(new Set(items.flatMap((item) => (item.decides ? [item.id] : []))));
    setScope({ query: address, kind, asOf: queue.readAt });
  };

  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ["recommendations"] });
    router.refresh();
  };
  const settle = async (call: Promise<ActionResult<ActionOutcome>>): Promise<ActionOutcome> => {
    const result = await call.catch(() => null);
    const outcome: ActionOutcome = result?.ok
      ? result.data
      : { ok: false, message: result?.error.message ?? t("unreachable") };
    const hasMoved = latestId.current !== currentId;
    if (!outcome.ok || currentId === null) {
      if (hasMoved && currentId !== null) setLast({ id: currentId, text: outcome.message });
      if (result) refresh();
      return outcome;
    }
    list.noteDecided([currentId]);
    setLast({ id: currentId, text: outcome.message });
    void queries.invalidateQueries({ queryKey: ["recommendations"] });
    return outcome;
  };
  const on: DecisionCallbacks = {
    approve: (input) => settle(actions.approve(input)),
    reject: (input) => settle(actions.reject(input)),
    snooze: (input) => settle(actions.snooze(input)),
    undo: (input) => settle(actions.undo(input)),
    takeBack: (input) => settle(actions.takeBack(input)),
    reprice: async (input) => {
      const version = card.data?.view.version ?? 0;
      const result = await actions.reprice({ ...input, version }).catch(() => null);
      if (!result) return { ok: false, message: t("unreachable") };
      return result.ok ? { ok: true, price: result.data } : { ok: false, message: result.error.message };
    },
    next: next === null ? undefined : () => step(next),
    previous: at > 0 ? () => step(list.items[at - 1]?.id ?? null) : undefined,
    select: currentId !== null && toDecide && list.items[at]?.decides ? () => check(currentId) : undefined,
    done: () => {
      if (toDecide && nextOpen !== null && window.innerWidth >= besidePx) {
        step(nextOpen);
        document.querySelector<HTMLElement>(`[data-id="${nextOpen}"] a`)?.focus({ preventScroll: true });
      } else router.refresh();
    },
  };
  useShortcuts({
    Escape: checked.size > 0 ? clear : undefined,
    // The card has these keys; without one, while it loads, the way through the queue must not be shut.
    ...(card.data ? {} : { j: on.next, k: on.previous, ArrowDown: on.next, ArrowUp: on.previous }),
  });

  const keyName = useKeyName();
  const hinted = {
    next: keyName("next"),
    previous: keyName("previous"),
    main: keyName("main"),
    keys: keyName("keys"),
  };
  const keysHint = Object.values(hinted).every((key) => key !== undefined)
    ? t("keysHint", hinted as Record<keyof typeof hinted, string>)
    : null;
  const isEmpty = list.items.length === 0;
  const selected = list.items.filter((item) => checked.has(item.id));
  const approved = (ids: number[]) => {
    list.noteDecided(ids);
    clear();
    refresh();
  };
  // Rows of one kind lead to all of that kind, rows of several to the whole list.
  const [kind, ...others] = [...new Set(selected.map((item) => item.kind))];
  const group = kind && others.length === 0 ? list.groups.find((one) => one.kind === kind) : undefined;
  const matching = group ? group.count : list.groups.reduce((sum, one) => sum + one.count, 0);
  const offerAll =
    matching > selected.length
      ? {
          label: group
            ? t("bulk.allOf", {
                count: matching,
                figure: format.number(matching),
                name: group.title ?? "",
              })
            : t("bulk.allThatMatch", { count: matching, figure: format.number(matching) }),
          onTake: () => takeAll(group ? group.kind : null),
        }
      : null;
  return (
    <div className="grid items-start gap-3 md:grid-cols-[264px_minmax(0,1fr)] xl:grid-cols-[360px_minmax(0,1fr)]">
      <section
        aria-label={t("queue")}
        className={`card flex min-w-0 flex-col gap-0 overflow-hidden p-0 md:sticky md:top-[60px] md:max-h-[calc(100dvh-194px)] ${
          asked ? "max-md:hidden" : ""
        }`}
      >
        {scope ? (
          <AllBar scope={scope} loaded={selected} currency={currency} onClear={clear} onDone={approved} />
        ) : selected.length > 0 ? (
          <BulkBar items={selected} currency={currency} all={offerAll} onClear={clear} onDone={approved} />
        ) : null}
        <HeldBar added={list.added} gone={list.gone} decided={list.decided} onShow={list.adopt} />
        {isEmpty ? (
          props.empty
        ) : (
          <div className="min-h-0 overflow-y-auto">
            <QueueList
              groups={list.groups}
              opened={list.opened}
              currency={currency}
              currentId={currentId}
              checked={checked}
              toDecide={toDecide}
              selectable={toDecide && decides}
              hrefOf={hrefOf}
              onOpen={open}
              onCheck={check}
              onCheckGroup={checkGroup}
              onMore={list.loadMore}
            />
          </div>
        )}
        <p className="flex items-center gap-3 border-t border-border px-3 py-1.5 text-caption text-muted">
          <span className="max-md:hidden">{keysHint}</span>
          <a href={props.csvHref} className="ml-auto underline underline-offset-2 hover:text-foreground">
            {t("exportCsv")}
          </a>
        </p>
      </section>
      <div className={`flex min-w-0 flex-col gap-3 ${asked ? "" : "max-md:hidden"}`}>
        <h1 className="sr-only md:hidden">{t("title")}</h1>
        <p className="md:hidden">
          <Button variant="ghost" onPress={() => go(null, "push")}>
            {t("backToQueue")}
          </Button>
        </p>
        {last && last.id !== currentId ? (
          <p className="flex items-center gap-3 rounded-card border border-border bg-surface px-4 py-2">
            <span className="min-w-0 flex-1">{last.text}</span>
            <Button size="sm" variant="ghost" onPress={() => step(last.id)}>
              {t("showLast")}
            </Button>
          </p>
        ) : null}
        {card.data ? (
          <>
            <DecisionCard view={card.data.view} on={on} insight={insight} />
            <Tools
              key={card.data.view.id}
              card={card.data}
              onRun={(call) => settle(call).finally(() => router.refresh())}
            />
            <Activity events={card.data.activity} />
          </>
        ) : card.isError ? (
          <div className="card">
            <EmptyState
              kind="cannotBeKnown"
              title={t("cardFailed")}
              action={<Button onPress={() => void card.refetch()}>{t("retry")}</Button>}
            />
          </div>
        ) : currentId !== null ? (
          <div className="card flex h-[640px] flex-col gap-4" role="status">
            <span className="sr-only">{t("loading")}</span>
            {[320, 480, 480, 400].map((width, index) => (
              <LoadingBlock key={index} width={width} />
            ))}
          </div>
        ) : null}
      </div>
    </div>
  );
}
