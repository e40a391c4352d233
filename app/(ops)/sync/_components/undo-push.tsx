"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { undoPushAction } from "../actions";

/** Takes a pushed quantity back: cancelled before it was sent, else the former quantity is sent. */
export function UndoPush({ actionId, sku, channel }: { actionId: string; sku: string; channel: string }) {
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
        onPress={() => void run({ actionId })}
      >
        {t("undo")}
      </Button>
      {error ? (
        <span role="alert" className="truncate text-caption text-out-ink" title={error.message}>
          {error.message}
        </span>
      ) : null}
    </span>
  );
}
