"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/app/_edge/use-action";
import { ActionState, actionStateOf } from "@/components/action-state";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { pushAction } from "../actions";
import type { PushRow } from "../load";
import { UndoPush } from "./undo-push";

const underWay = new Set(["queued", "sending", "accepted", "undoing"]);

/** Sends what can be sold to the channel; then says where that action stands until it is proven. */
export function PushButton({
  push,
  sku,
  channel,
  toSell,
  published,
}: {
  push: PushRow;
  sku: string;
  channel: string;
  toSell: number | null;
  published: number | null;
}) {
  const t = useTranslations("inbox.push");
  const format = useFormat();
  const { run, pending, error } = useAction(pushAction);
  const { last } = push;
  const state = last && actionStateOf(last.state);
  const going = last !== null && underWay.has(last.state);
  const proven = last?.state === "verified" && last.units === toSell;
  if (last && state && (going || proven)) {
    const from = last.expectedUnits ?? published;
    const detail =
      from === null
        ? format.number(last.units)
        : t("units", { from: format.number(from), to: format.number(last.units) });
    const takesBack = push.allowed && (last.state === "queued" || last.state === "verified");
    return (
      <span className="flex min-w-0 items-center gap-2 max-sm:flex-wrap max-sm:justify-end">
        <ActionState state={state} detail={detail} />
        {takesBack ? <UndoPush actionId={last.actionId} sku={sku} channel={channel} /> : null}
      </span>
    );
  }
  if (!push.live)
    return (
      <span className="text-muted" title={t("notLiveHelp", { channel })}>
        {t("notLive")}
      </span>
    );
  const figure = toSell === null ? "" : format.number(toSell);
  return (
    <span className="flex min-w-0 items-center gap-2">
      {push.allowed ? (
        <Button
          size="sm"
          pending={pending}
          needsConnection
          carriesOut
          label={t("buttonOf", { figure, sku, channel })}
          offReason={toSell === null ? t("unknownToSell") : null}
          onPress={() => void run({ listingId: push.listingId, quantity: toSell ?? 0 })}
        >
          {t("button", { figure })}
        </Button>
      ) : null}
      {error ? (
        <span role="alert" className="truncate text-caption text-out-ink" title={error.message}>
          {error.message}
        </span>
      ) : state && last ? (
        <span title={last.reason ?? undefined}>
          <ActionState state={state} />
        </span>
      ) : null}
    </span>
  );
}
