"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField } from "@/components/field";
import { RotateSecret } from "../../webhooks/_components/rotate-secret";
import { updateConnectionAction } from "../actions";
import { ConnectionFields } from "./connection-fields";
import type { ConnectionRow } from "./connection-row";

/** What is known of a connection, and a new secret for it. */
export function EditConnection({ row }: { row: ConnectionRow }) {
  const t = useTranslations("settings.connections");
  const [saved, setSaved] = useState(false);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(updateConnectionAction, () =>
    setSaved(true),
  );
  const states = (["active", "paused", "disconnected"] as const).map((value) => ({
    value,
    label: t(`states.${value}`),
  }));
  return (
    <div className="flex flex-col gap-6">
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <ErrorNote error={error} />
        <input type="hidden" name="connectionId" value={row.id} />
        <SelectField
          label={t("state")}
          name="state"
          options={states}
          help={t("stateHelp")}
          defaultValue={row.state === "error" ? "active" : row.state}
        />
        <ConnectionFields row={row} errors={fieldErrors} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" pending={pending} needsConnection>
            {t("save")}
          </Button>
          <span role="status" className="text-muted">
            {saved && !error ? t("saved") : ""}
          </span>
        </div>
      </form>
      <div className="border-t border-border pt-4">
        <RotateSecret row={row} />
      </div>
      <div className="border-t border-border pt-4">
        <p className="font-medium">{t("callbacks")}</p>
        <code className="font-mono text-caption break-all">/api/webhooks/{row.key}</code>
        <p className="text-caption text-muted">{t("callbacksHelp")}</p>
      </div>
    </div>
  );
}
