"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "@/app/_edge/action";
import type { ActionError } from "@/app/_edge/describe-error";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { acknowledgeAction, reopenAction, snoozeAction } from "../actions";
import type { AlertItem } from "../load";

/** What can be done with one alert. */
export type Deed = { kind: "acknowledge" } | { kind: "snooze"; until: Date } | { kind: "reopen" };

interface Acted {
  item: AlertItem;
  /** Where its row stood. */
  place: number;
}

/**
 * The alerts of a list and what a person does with them. A row that was acted on stays where it is and says its new state,
 * though the list on the server has it no more.
 */
export function useAlerts(given: readonly AlertItem[], sentence: (item: AlertItem) => string) {
  const t = useTranslations("alerts.done");
  const words = useTranslations("common");
  const format = useFormat();
  const [acted, setActed] = useState<ReadonlyMap<number, Acted>>(new Map());
  const [pending, setPending] = useState<number | null>(null);
  const [refused, setRefused] = useState<{ id: number; error: ActionError } | null>(null);

  const items = given.filter(({ id }) => !acted.has(id));
  for (const { item, place } of [...acted.values()].sort((a, b) => a.place - b.place))
    items.splice(Math.min(place, items.length), 0, given.find(({ id }) => id === item.id) ?? item);

  const said = (item: AlertItem): string => {
    const text = sentence(item);
    if (item.state === "snoozed" && item.snoozedUntil)
      return t("snoozed", { at: format.moment(item.snoozedUntil), text });
    return item.state === "ended" ? text : t(item.state, { text });
  };

  const act = async (item: AlertItem, deed: Deed): Promise<boolean> => {
    if (pending !== null) return false;
    setPending(item.id);
    setRefused(null);
    const result = await send(item.id, deed).catch(
      (): ActionResult<AlertItem | null> => ({
        ok: false,
        error: { code: "unreachable", message: words("offlineReason") },
      }),
    );
    setPending(null);
    if (!result.ok) {
      setRefused({ id: item.id, error: result.error });
      return false;
    }
    const now = result.data;
    if (!now) return true;
    const place = items.findIndex(({ id }) => id === item.id);
    setActed((known) => new Map(known).set(item.id, { item: now, place }));
    announce(said(now));
    return true;
  };
  return { items, act, pending, refused };
}

function send(alertId: number, deed: Deed): Promise<ActionResult<AlertItem | null>> {
  if (deed.kind === "acknowledge") return acknowledgeAction({ alertId });
  if (deed.kind === "reopen") return reopenAction({ alertId });
  return snoozeAction({ alertId, until: deed.until.toISOString() });
}
