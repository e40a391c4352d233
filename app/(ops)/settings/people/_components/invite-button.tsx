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
import { inviteAction } from "../actions";

/** Invites a person and shows the link to hand on. */
export function InviteButton() {
  const t = useTranslations("settings.people");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onPress={() => setOpen(true)}>
        {t("invite")}
      </Button>
      <SideSheet open={open} onClose={() => setOpen(false)} title={t("invite")}>
        <InviteForm />
      </SideSheet>
    </>
  );
}

function InviteForm() {
  const t = useTranslations("settings.people");
  const [link, setLink] = useState<{ email: string; url: string } | null>(null);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(inviteAction, ({ email, path }, form) => {
    form.reset();
    setLink({ email, url: `${window.location.origin}${path}` });
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">{t("inviteHelp")}</p>
      <ErrorNote error={error} />
      {link ? (
        <SecretOnce label={t("linkFor", { email: link.email })} secret={link.url} help={t("linkHelp")} />
      ) : null}
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="off"
        required
        error={fieldErrors.email}
      />
      <SelectField label={t("role")} name="role" options={useRoleOptions()} error={fieldErrors.role} />
      <Button type="submit" variant="primary" pending={pending} needsConnection>
        {t("makeLink")}
      </Button>
    </form>
  );
}
