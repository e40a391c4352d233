"use client";

import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { useDensity } from "@/components/density";
import { TextField } from "@/components/field";
import { setShortcutsOn } from "@/components/use-shortcuts";
import { signInAction } from "../actions";

/** `next` was checked to be a path of ours. A whole new page load follows, so nothing of another person stays. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const { choose } = useDensity();
  const { onSubmit, pending, error, fieldErrors } = useFormAction(signInAction, ({ density, shortcuts }) => {
    if (density) choose(density);
    if (shortcuts !== null) setShortcutsOn(shortcuts);
    window.location.assign(next);
  });
  return (
    <form onSubmit={onSubmit} noValidate className="card flex flex-col gap-4 p-4">
      <h1 className="text-title">{t("signIn.title")}</h1>
      <ErrorNote error={error} />
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        error={fieldErrors.email}
      />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={fieldErrors.password}
      />
      <Button type="submit" variant="primary" full pending={pending}>
        {t("signIn.button")}
      </Button>
      <p className="text-caption text-muted">{t("signIn.forgot")}</p>
    </form>
  );
}
