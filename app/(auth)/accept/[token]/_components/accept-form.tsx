"use client";

import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { PASSWORD_LENGTH_MIN } from "@/lib/services/session/limits";
import { acceptAction } from "../actions";

interface AcceptFormProps {
  token: string;
  email: string;
  name: string;
  /** A person who signs in already sets a new password only. */
  known: boolean;
}

/** Name and password of an invited person. */
export function AcceptForm({ token, email, name, known }: AcceptFormProps) {
  const t = useTranslations("auth");
  const { onSubmit, pending, error, fieldErrors } = useFormAction(acceptAction, () =>
    window.location.assign("/"),
  );
  return (
    <form onSubmit={onSubmit} noValidate className="card flex flex-col gap-4 p-4">
      <h1 className="text-title">{known ? t("reset.title") : t("accept.title")}</h1>
      <p className="text-muted">{known ? t("reset.text") : t("accept.text")}</p>
      <ErrorNote error={error} />
      <input type="hidden" name="token" value={token} />
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={email}
        readOnly
      />
      {known ? (
        <input type="hidden" name="name" value={name} />
      ) : (
        <TextField
          label={t("name")}
          name="name"
          autoComplete="name"
          defaultValue={name}
          required
          error={fieldErrors.name}
        />
      )}
      <TextField
        label={t("newPassword")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_LENGTH_MIN}
        help={t("passwordHelp", { count: PASSWORD_LENGTH_MIN })}
        error={fieldErrors.password}
      />
      <Button type="submit" variant="primary" full pending={pending}>
        {known ? t("reset.button") : t("accept.button")}
      </Button>
    </form>
  );
}
