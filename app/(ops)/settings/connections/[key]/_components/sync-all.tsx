"use client";

import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { syncNowAction } from "../../live-actions";

/** Reads every stream of the connection at once. */
export function SyncAll({ connectionId }: { connectionId: number }) {
  const t = useTranslations("connections.streams");
  const { run, pending, error } = useAction(syncNowAction, ({ streams }) =>
    announce(t("asked", { count: streams })),
  );
  return (
    <>
      <ErrorNote error={error} />
      <Button pending={pending} needsConnection onPress={() => void run({ connectionId, stream: null })}>
        {t("syncAll")}
      </Button>
    </>
  );
}
