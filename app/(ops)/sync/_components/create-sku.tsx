"use client";

import { useTranslations } from "next-intl";
import type { ActionError } from "@/app/_edge/describe-error";
import { ErrorNote } from "@/app/_edge/error-note";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { shortCode } from "../short-code";

/** Makes the SKU that a source names, when there is none of ours. */
export function CreateSku({
  code,
  title,
  pending,
  error,
  onCreate,
}: {
  code: string;
  title: string;
  pending: boolean;
  error: ActionError | null;
  onCreate: (title: string) => void;
}) {
  const t = useTranslations("inbox.unmapped");
  return (
    <form
      noValidate
      className="flex flex-col gap-3 border-t border-border pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        onCreate(String(new FormData(event.currentTarget).get("title") ?? ""));
      }}
    >
      <div>
        <h3 className="font-medium">{t("create")}</h3>
        <p className="text-caption text-muted">{t("createHelp")}</p>
      </div>
      <TextField
        label={t("newTitle")}
        name="title"
        defaultValue={title}
        autoComplete="off"
        error={error?.fieldErrors?.title ?? error?.fieldErrors?.code}
      />
      <ErrorNote error={error} />
      <div>
        <Button type="submit" pending={pending} needsConnection>
          {t("createButton", { code: shortCode(code) })}
        </Button>
      </div>
    </form>
  );
}
