"use client";

import { useTranslations } from "next-intl";
import { CheckboxField, NumberField, TextField } from "@/components/field";
import type { ConnectionRow } from "./connection-row";

/** The fields that a connection is made and changed with. */
export function ConnectionFields({ row, errors }: { row?: ConnectionRow; errors: Record<string, string> }) {
  const t = useTranslations("settings.connections");
  return (
    <>
      <TextField
        label={t("name")}
        name="name"
        defaultValue={row?.name}
        autoComplete="off"
        error={errors.name}
      />
      <TextField
        label={t("baseUrl")}
        name="baseUrl"
        type="url"
        inputMode="url"
        optional
        placeholder="https://"
        help={t("baseUrlHelp")}
        defaultValue={row?.baseUrl ?? ""}
        autoComplete="off"
        error={errors.baseUrl}
      />
      <CheckboxField
        label={t("allowPrivate")}
        help={t("allowPrivateHelp")}
        name="allowPrivateNetwork"
        defaultChecked={row?.allowPrivateNetwork ?? false}
      />
      <NumberField
        label={t("readingSeconds")}
        name="readingSeconds"
        unit={t("seconds")}
        whole
        min={10}
        max={86_400}
        help={t("readingSecondsHelp")}
        defaultValue={row?.readingSeconds ?? 300}
        error={errors.readingSeconds}
      />
      <NumberField
        label={t("lagLimit")}
        name="lagLimitMinutes"
        unit={t("minutes")}
        whole
        optional
        min={1}
        help={t("lagLimitHelp")}
        defaultValue={row?.lagLimitSeconds ? row.lagLimitSeconds / 60 : null}
        error={errors.lagLimitMinutes}
      />
      <TextField
        label={t("runs")}
        name="locations"
        optional
        help={t("runsHelp")}
        defaultValue={row?.runs.join(", ") ?? ""}
        autoComplete="off"
        error={errors.locations}
      />
    </>
  );
}
