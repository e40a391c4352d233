"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/button";

/** Somebody else saved a newer version while this form was open: what was typed stays until its reader asks for the other. */
export function NewerNote({ version, onShow }: { version: number; onShow: () => void }) {
  const t = useTranslations("common.newer");
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-control bg-at-risk-soft px-3 py-2 text-at-risk-ink"
    >
      {t("text", { version })}
      <Button size="sm" onPress={onShow}>
        {t("show")}
      </Button>
    </p>
  );
}
