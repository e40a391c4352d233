"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { SecretOnce } from "../../_components/secret-once";
import { rotateSecretAction, updateConnectionAction } from "../actions";
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
      <RotateSecret row={row} />
      <div className="border-t border-border pt-4">
        <p className="font-medium">{t("callbacks")}</p>
        <code className="font-mono text-caption break-all">/api/webhooks/{row.key}</code>
        <p className="text-caption text-muted">{t("callbacksHelp")}</p>
      </div>
    </div>
  );
}

function RotateSecret({ row }: { row: ConnectionRow }) {
  const t = useTranslations("settings.connections");
  const [secret, setSecret] = useState<string | null>(null);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(rotateSecretAction, (rotated, form) => {
    form.reset();
    setSecret(rotated.secret);
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4 border-t border-border pt-4">
      <p className="font-medium">{row.signed ? t("rotate") : t("setSecret")}</p>
      <p className="text-muted">{t("rotateHelp")}</p>
      <ErrorNote error={error} />
      {secret ? (
        <SecretOnce label={t("secretOf", { key: row.key })} secret={secret} help={t("secretHelp")} />
      ) : null}
      <input type="hidden" name="connectionId" value={row.id} />
      <TextField
        label={t("ownSecret")}
        name="secret"
        type="password"
        autoComplete="off"
        optional
        help={t("ownSecretHelp")}
        error={fieldErrors.secret}
      />
      <div>
        <Button type="submit" variant="danger" pending={pending} needsConnection>
          {row.signed ? t("rotate") : t("setSecret")}
        </Button>
      </div>
    </form>
  );
}
