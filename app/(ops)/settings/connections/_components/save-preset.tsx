"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { savePresetAction } from "../live-actions";

/** A mapping for a known export, saved under its name among the mappings of the imports. */
export function SavePreset({ preset }: { preset: string }) {
  const t = useTranslations("connections.others");
  const words = useTranslations("connectors.presets");
  const [saved, setSaved] = useState(false);
  const { run, pending, error } = useAction(savePresetAction, () => setSaved(true));
  if (!words.has(`${preset}.name`)) return null;
  const name = words(`${preset}.name` as "lazada_orders.name");
  return (
    <div className="flex flex-col gap-1 rounded-control bg-surface-secondary px-3 py-2">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 grow">{name}</p>
        <span role="status" className="text-caption text-muted">
          {saved ? t("mappingSaved") : ""}
        </span>
        <Button
          size="sm"
          pending={pending}
          needsConnection
          aria-label={t("saveMappingOf", { name })}
          onPress={() => void run({ preset, name })}
        >
          {t("saveMapping")}
        </Button>
      </div>
      <p className="text-caption text-muted">{words(`${preset}.how` as "lazada_orders.how")}</p>
      <ErrorNote error={error} />
    </div>
  );
}
