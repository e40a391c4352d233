"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { goOnAction, stopAction } from "../actions";

export interface SwitchPanelProps {
  /** Null: all is running. */
  stopped: { at: string; by: string; reason: string; waiting: number } | null;
  mayStop: boolean;
  mayGoOn: boolean;
}

/** The one switch: everything that would be approved or sent stops at once, and goes on when it is let go. */
export function SwitchPanel({ stopped, mayStop, mayGoOn }: SwitchPanelProps) {
  const t = useTranslations("authority.switch");
  const format = useFormat();
  const router = useRouter();
  const past = usePastMoment() !== null;
  const [reason, setReason] = useState("");
  const stop = useAction(stopAction, () => router.refresh());
  const goOn = useAction(goOnAction, () => router.refresh());
  const error = stop.error ?? goOn.error;
  return (
    <Panel id="switch" title={t("title")} subtitle={t("subtitle")}>
      <div className="flex flex-wrap items-end gap-4">
        {stopped ? (
          <>
            <p role="status" className="min-w-60 flex-1 rounded-control bg-out-soft px-3 py-2 text-out-ink">
              {t("stopped", {
                name: stopped.by,
                at: format.moment(stopped.at),
                reason: stopped.reason,
                count: stopped.waiting,
              })}
            </p>
            {mayGoOn ? (
              <Button
                variant="primary"
                needsConnection
                className="h-12 px-6"
                pending={goOn.pending}
                onPress={() => void goOn.run({})}
              >
                {t("goOn")}
              </Button>
            ) : past ? null : (
              <p className="text-muted">{t("whoGoesOn")}</p>
            )}
          </>
        ) : past ? (
          <p>{t("ran")}</p>
        ) : (
          <>
            <div className="min-w-60 flex-1">
              <TextField
                name="reason"
                label={t("reason")}
                help={t("reasonHelp")}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
                error={stop.error?.fieldErrors?.reason}
              />
            </div>
            {mayStop ? (
              <Button
                variant="danger"
                needsConnection
                className="h-12 px-6"
                pending={stop.pending}
                offReason={reason.trim() ? null : t("reasonFirst")}
                onPress={() => void stop.run({ reason })}
              >
                {t("stop")}
              </Button>
            ) : null}
          </>
        )}
      </div>
      <ErrorNote error={error} />
    </Panel>
  );
}
