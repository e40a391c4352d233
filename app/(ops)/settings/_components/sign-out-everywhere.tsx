"use client";

import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { signOutEverywhereAction } from "../actions";

/** Ends every session of the person, this one too. */
export function SignOutEverywhere({ userId }: { userId: string }) {
  const t = useTranslations("settings.account");
  const { run, pending, error } = useAction(signOutEverywhereAction, () =>
    window.location.assign("/sign-in"),
  );
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-muted">{t("sessionsHelp")}</p>
      <ErrorNote error={error} />
      <Button pending={pending} needsConnection onPress={() => void run({ userId })}>
        {t("signOutEverywhere")}
      </Button>
    </div>
  );
}
