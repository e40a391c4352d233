"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/button";

/** A page that cannot be shown at all: its main list could not be loaded. The digest is the log's id. */
export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  const t = useTranslations("errors");
  return (
    <div
      role="alert"
      className="mx-auto flex max-w-prose flex-col items-start gap-3 px-(--page-gutter) py-16"
    >
      <h1 className="text-title">{t("pageTitle")}</h1>
      <p className="text-form">{t("pageText")}</p>
      <Button variant="primary" onPress={retry}>
        {t("retry")}
      </Button>
      {error.digest ? <p className="text-caption text-muted">{t("logId", { id: error.digest })}</p> : null}
    </div>
  );
}
