"use client";

import { Ellipsis, RefreshCw } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { Menu, type MenuItem } from "@/components/popup/menu";
import { pauseAction, resumeAction, resyncAction, syncNowAction } from "../../live-actions";
import type { StreamRow } from "../stream-rows";

/** What can be done with a stream, once for the whole table. */
export function useStreamActions(connectionId: number) {
  const t = useTranslations("connections.streams");
  const sync = useAction(syncNowAction, ({ streams }) => announce(t("asked", { count: streams })));
  const pause = useAction(pauseAction, () => announce(t("pausedNow")));
  const resume = useAction(resumeAction, () => announce(t("resumedNow")));
  const whole = useAction(resyncAction, () => announce(t("resyncBegun")));
  const all = [sync, pause, resume, whole];
  const clearOthers = (kept: { clearError: () => void }) => {
    for (const one of all) if (one !== kept) one.clearError();
  };
  const asked =
    <In,>(one: { run: (input: In) => Promise<unknown>; clearError: () => void }, input: In) =>
    () => {
      clearOthers(one);
      void one.run(input);
    };
  return {
    error: all.find(({ error }) => error !== null)?.error ?? null,
    pending: all.some(({ pending }) => pending),
    syncNow: (stream: string) => asked(sync, { connectionId, stream }),
    pause: (stream: string) => asked(pause, { connectionId, stream }),
    resume: (stream: string) => asked(resume, { connectionId, stream }),
    resync: (stream: string) => asked(whole, { connectionId, stream }),
  };
}

/** Sync now, and a menu with the rest. */
export function StreamButtons({
  row,
  name,
  connectionKey,
  actions,
}: {
  row: StreamRow;
  name: string;
  connectionKey: string;
  actions: ReturnType<typeof useStreamActions>;
}) {
  const t = useTranslations("connections.streams");
  const router = useRouter();
  const items: MenuItem[] = [
    row.paused
      ? { key: "resume", label: t("resume"), onSelect: actions.resume(row.stream) }
      : { key: "pause", label: t("pause"), onSelect: actions.pause(row.stream) },
    { key: "resync", label: t("resync"), onSelect: actions.resync(row.stream) },
  ];
  if (row.backfill)
    items.push({
      key: "backfill",
      label: t("backfill"),
      onSelect: () =>
        router.push(`/settings/connections/${connectionKey}?backfill=${row.stream}` as Route, {
          scroll: false,
        }),
    });
  return (
    <span className="inline-flex items-center gap-1">
      <Button
        size="sm"
        variant="ghost"
        icon={<RefreshCw aria-hidden="true" size={14} />}
        label={t("syncNowOf", { name })}
        offReason={row.paused ? t("pausedReason") : null}
        needsConnection
        onPress={actions.syncNow(row.stream)}
      />
      <Menu
        label={t("moreOf", { name })}
        align="end"
        className="size-8 hover:bg-surface-tertiary"
        trigger={<Ellipsis aria-hidden="true" size={16} />}
        items={items}
      />
    </span>
  );
}
