"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { SideSheet } from "@/components/side-sheet";
import { SecretOnce } from "../../_components/secret-once";
import { useRoleOptions } from "../../_components/use-role-options";
import { createTokenAction } from "../actions";

/** Makes a token and shows it once. */
export function CreateTokenButton() {
  const t = useTranslations("settings.tokens");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onPress={() => setOpen(true)}>
        {t("create")}
      </Button>
      <SideSheet open={open} onClose={() => setOpen(false)} title={t("create")}>
        <CreateTokenForm />
      </SideSheet>
    </>
  );
}

function CreateTokenForm() {
  const t = useTranslations("settings.tokens");
  const [made, setMade] = useState<{ name: string; token: string } | null>(null);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(createTokenAction, (token, form) => {
    form.reset();
    setMade(token);
  });
  const periods = ["30", "90", "365", "never"].map((value) => ({ value, label: t(`periods.${value}`) }));
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">{t("createHelp")}</p>
      <ErrorNote error={error} />
      {made ? <SecretOnce label={t("madeFor", { name: made.name })} secret={made.token} /> : null}
      <TextField
        label={t("name")}
        name="name"
        help={t("nameHelp")}
        autoComplete="off"
        error={fieldErrors.name}
      />
      <SelectField label={t("role")} name="role" options={useRoleOptions()} error={fieldErrors.role} />
      <SelectField label={t("validFor")} name="validDays" options={periods} defaultValue="365" />
      <Button type="submit" variant="primary" pending={pending} needsConnection>
        {t("create")}
      </Button>
    </form>
  );
}
