"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { SideSheet } from "@/components/side-sheet";
import { CONNECTION_VENDORS } from "@/lib/services/connection/schemas";
import { SecretOnce } from "../../_components/secret-once";
import { createConnectionAction } from "../actions";
import { ConnectionFields } from "./connection-fields";

/** Adds a connection and shows its signing secret once. */
export function CreateConnectionButton() {
  const t = useTranslations("settings.connections");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onPress={() => setOpen(true)}>
        {t("add")}
      </Button>
      <SideSheet open={open} onClose={() => setOpen(false)} title={t("add")}>
        <CreateConnectionForm />
      </SideSheet>
    </>
  );
}

function CreateConnectionForm() {
  const t = useTranslations("settings.connections");
  const [made, setMade] = useState<{ key: string; secret: string | null } | null>(null);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(
    createConnectionAction,
    (connection, form) => {
      form.reset();
      setMade(connection);
    },
  );
  const vendors = CONNECTION_VENDORS.map((value) => ({ value, label: t(`vendors.${value}`) }));
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <ErrorNote error={error} />
      {made?.secret ? (
        <SecretOnce label={t("secretOf", { key: made.key })} secret={made.secret} help={t("secretHelp")} />
      ) : null}
      {made && !made.secret ? <p role="status">{t("added", { key: made.key })}</p> : null}
      <SelectField label={t("vendor")} name="vendor" options={vendors} error={fieldErrors.vendor} />
      <TextField
        label={t("key")}
        name="key"
        help={t("keyHelp")}
        autoComplete="off"
        spellCheck={false}
        error={fieldErrors.key}
      />
      <ConnectionFields errors={fieldErrors} />
      <Button type="submit" variant="primary" pending={pending} needsConnection>
        {t("add")}
      </Button>
    </form>
  );
}
