"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { end, start } from "../actions";

/** Begins or ends leaving a part of the items alone. */
export function HoldoutSwitch({ running }: { running: boolean }) {
  const t = useTranslations("worth.holdout");
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const press = async () => {
    setPending(true);
    const answer = await (running ? end({}) : start({})).catch(() => null);
    setPending(false);
    setRefused(answer?.ok ? null : (answer?.error.message ?? t("unreachable")));
    if (answer?.ok) announce(t(running ? "hasEnded" : "hasBegun"), "polite");
    // Somebody else was first: the page shows how it stands now.
    else router.refresh();
  };
  return (
    <span className="flex flex-wrap items-center gap-2">
      {refused ? (
        <span role="alert" className="text-caption text-out-ink">
          {refused}
        </span>
      ) : null}
      <Button needsConnection pending={pending} onPress={() => void press()}>
        {t(running ? "end" : "start")}
      </Button>
    </span>
  );
}
