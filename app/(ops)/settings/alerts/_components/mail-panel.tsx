"use client";

import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { StateShape } from "@/components/state-chip";
import { sendTestAction } from "../actions";

/** Whether alerts can go by e-mail, what is missing, and a message to try it. */
export function MailPanel({
  missing,
  server,
  from,
}: {
  missing: string[];
  server: string | null;
  from: string | null;
}) {
  const t = useTranslations("alerts.settings.mail");
  const format = useFormat();
  const { run, pending, error } = useAction(sendTestAction, () => announce(t("asked")));
  const ready = missing.length === 0;
  const names = format.list(missing);
  return (
    <Panel title={t("title")}>
      <div className="flex flex-col items-start gap-3">
        <p className="flex items-center gap-2">
          <StateShape state={ready ? "healthy" : "at_risk"} />
          {ready ? t("ready", { server: server ?? "", from: from ?? "" }) : t("missing", { names })}
        </p>
        {ready ? null : <p className="max-w-prose text-muted">{t("how")}</p>}
        <ErrorNote error={error} />
        <Button
          pending={pending}
          needsConnection
          offReason={ready ? null : t("missing", { names })}
          onPress={() => void run({})}
        >
          {t("test")}
        </Button>
        <p className="text-caption text-muted">{t("testHelp")}</p>
      </div>
    </Panel>
  );
}
