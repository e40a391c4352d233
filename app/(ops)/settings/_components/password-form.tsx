"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { PASSWORD_LENGTH_MIN } from "@/lib/services/session/limits";
import { changePasswordAction } from "../actions";

/** A new password against the current one. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("settings.account");
  const [changed, setChanged] = useState(false);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(changePasswordAction, (_, form) => {
    form.reset();
    setChanged(true);
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <ErrorNote error={error} />
      <input type="hidden" name="username" autoComplete="username" value={email} disabled />
      <TextField
        label={t("currentPassword")}
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        error={fieldErrors.currentPassword}
      />
      <TextField
        label={t("newPassword")}
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        help={t("newPasswordHelp", { count: PASSWORD_LENGTH_MIN })}
        error={fieldErrors.newPassword}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {t("changePassword")}
        </Button>
        <span role="status" className="text-muted">
          {changed && !error ? t("passwordChanged") : ""}
        </span>
      </div>
    </form>
  );
}
