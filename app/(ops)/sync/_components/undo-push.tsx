"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ActionError } from "@/app/_edge/describe-error";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { undoPushAction } from "../actions";

/** Takes a pushed quantity back: cancelled before it was sent, else the former quantity is sent. */
export function UndoPush({
  actionId,
  sku,
  channel,
  onRefused,
}: {
  actionId: string;
  sku: string;
  channel: string;
  /** Says elsewhere why it was refused; null: it was not. Left out: said beside the button. */
  onRefused?: (error: ActionError | null) => void;
}) {
  const t = useTranslations("trust.pushed");
  const router = useRouter();
  const { run, pending, error } = useAction(undoPushAction, ({ state }) => {
    announce(t(state === "cancelled" ? "cancelledDone" : "undoingDone", { sku, channel }));
    router.refresh();
  });
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Button
        size="sm"
        pending={pending}
        needsConnection
        label={t("undoOf", { sku, channel })}
        onPress={async () => {
          const result = await run({ actionId });
          onRefused?.(result.ok ? null : result.error);
        }}
      >
        {t("undo")}
      </Button>
      {error && !onRefused ? (
        <span role="alert" className="truncate text-caption text-out-ink" title={error.message}>
          {error.message}
        </span>
      ) : null}
    </span>
  );
}
