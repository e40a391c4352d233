"use client";

import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import { Button } from "@/components/button";
import { FilterBar } from "@/components/data-table/filter-bar";
import { useAddress } from "@/components/data-table/use-address";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { useKeyName, useShortcuts } from "@/components/use-shortcuts";
import type { AlertState } from "@/db/queries/alerts";
import { ALERT_KINDS, SEVERITIES } from "@/lib/services/alert/kinds";
import type { AlertItem } from "../load";
import { AlertRow } from "./alert-row";
import { useAlerts } from "./use-alerts";

/** As many as one reading of the list brings. */
const mostShown = 200;

interface AlertListProps {
  state: AlertState;
  items: AlertItem[];
  /** The alert that the address names. */
  named: number | null;
  sources: { key: string; name: string }[];
  total: number;
  mayDecide: boolean;
  admin: boolean;
}

/** The alerts of a tab: moved through with J and K, acknowledged, snoozed and taken back where they stand. */
export function AlertList(props: AlertListProps) {
  const { state, named, sources, total, mayDecide, admin } = props;
  const t = useTranslations("alerts");
  const format = useFormat();
  const keyOf = useKeyName();
  const list = useRef<HTMLUListElement>(null);
  const past = usePastMoment() !== null;
  const [chosen, setChosen] = useState<number | null>(named);
  const filters = useMemo(
    () => [
      {
        key: "severity",
        label: t("filters.severity"),
        suggested: true,
        options: [...SEVERITIES].reverse().map((value) => ({ value, label: t(`severities.${value}`) })),
      },
      {
        key: "kind",
        label: t("filters.kind"),
        suggested: true,
        options: ALERT_KINDS.map((value) => ({ value, label: t(`kindNames.${value}`) })),
      },
      {
        key: "source",
        label: t("filters.source"),
        suggested: true,
        options: sources.map(({ key, name }) => ({ value: key, label: name })),
      },
    ],
    [t, sources],
  );
  const address = useAddress(filters, undefined);
  const sentence = (item: AlertItem) => t(`kinds.${item.kind}` as "kinds.source_late", item.params as never);
  const { items, act, pending, refused } = useAlerts(props.items, sentence);

  const focusRow = (index: number) => {
    const item = items[Math.max(0, Math.min(index, items.length - 1))];
    if (!item) return;
    setChosen(item.id);
    list.current?.querySelector<HTMLElement>(`[data-alert="${item.id}"]`)?.focus();
  };
  const here = items.findIndex(({ id }) => id === chosen);
  const current = items[here];
  /** After an answer the next one that is still open has the focus. */
  const goOn = (from: number) => {
    const next = items.findIndex(({ state }, index) => index > from && state === "open");
    focusRow(next === -1 ? from : next);
  };
  const decide = (item: AlertItem | undefined, states: AlertState[]): item is AlertItem =>
    mayDecide && item !== undefined && states.includes(item.state);
  useShortcuts({
    j: () => focusRow(here + 1),
    k: () => focusRow(here - 1),
    a: () =>
      decide(current, ["open", "snoozed"])
        ? void act(current, { kind: "acknowledge" }).then((done) => done && goOn(here))
        : undefined,
    u: () =>
      decide(current, ["acknowledged", "snoozed"]) ? void act(current, { kind: "reopen" }) : undefined,
    s: () =>
      list.current?.querySelector<HTMLElement>(`[data-alert="${chosen}"] [data-snooze] > button`)?.click(),
  });

  const applied = address.applied.map(({ filter, values }) =>
    format.list(values.map((value) => filter.options.find((one) => one.value === value)?.label ?? value)),
  );
  return (
    <div className="flex flex-col gap-3">
      <FilterBar filters={filters} address={address} withSearch={false} total={total} columns={null} />
      <Panel padded={false}>
        {items.length === 0 ? (
          applied.length > 0 ? (
            <EmptyState
              kind="nothingMatches"
              title={t("empty.matches.title", { filters: format.list(applied) })}
              action={<Button onPress={address.clear}>{t("empty.matches.clear")}</Button>}
            />
          ) : (
            <EmptyState
              kind={state === "open" ? "allDone" : "nothingYet"}
              title={t(`empty.${state}.title`)}
              text={past ? undefined : t(`empty.${state}.text`)}
            />
          )
        ) : (
          <ul
            ref={list}
            aria-label={t("list", { state: t(`states.${state}`) })}
            className="divide-y divide-border"
          >
            {items.map((item) => (
              <AlertRow
                key={item.id}
                item={item}
                text={sentence(item)}
                chosen={item.id === chosen}
                onChoose={() => setChosen(item.id)}
                act={(deed) => act(item, deed)}
                pending={pending === item.id}
                error={refused?.id === item.id ? refused.error : null}
                mayDecide={mayDecide}
                admin={admin}
              />
            ))}
          </ul>
        )}
      </Panel>
      <p className="text-caption text-muted">
        {total > mostShown ? `${t("atMost", { count: mostShown })} ` : ""}
        {state === "ended" ? t("endedDays", { count: 14 }) : null}
        {state !== "ended" && items.length > 0 && !past ? (
          mayDecide ? (
            <span className="max-sm:hidden">
              {t("keys", {
                next: keyOf("next") ?? "–",
                previous: keyOf("previous") ?? "–",
                main: keyOf("main") ?? "–",
                snooze: keyOf("snooze") ?? "–",
                undo: keyOf("undo") ?? "–",
              })}
            </span>
          ) : (
            t("mayNot")
          )
        ) : null}
      </p>
    </div>
  );
}
