"use client";

import { useTranslations } from "next-intl";
import { SelectField, TextField } from "@/components/field";

/** What a vendor asks for, as its connector lists it. */
export interface VendorSetting {
  key: string;
  kind: "text" | "address" | "choice" | "secret";
  choices?: readonly string[];
  required: boolean;
}

/** The fields of a vendor's own settings. `stored`: what may be shown again; with it, secrets may stay empty. */
export function VendorFields({
  settings,
  stored,
  secretsKept = false,
  errors,
}: {
  settings: readonly VendorSetting[];
  stored?: Readonly<Record<string, string>>;
  secretsKept?: boolean;
  errors: Record<string, string>;
}) {
  const t = useTranslations("connectors");
  const own = useTranslations("connections");
  return settings.map(({ key, kind, choices, required }) => {
    const label = t.has(`settings.${key}`) ? t(`settings.${key}` as "settings.shop") : key;
    const hint = t.has(`hints.${key}`) ? t(`hints.${key}` as "hints.shop") : undefined;
    const texts = { label, error: errors[key], optional: !required, name: `entered.${key}` };
    if (choices)
      return (
        <SelectField
          key={key}
          {...texts}
          help={hint}
          defaultValue={stored?.[key] ?? ""}
          placeholder={required ? own("choose") : own("usual")}
          options={choices.map((value) => ({ value, label: choiceLabel(t, key, value) }))}
        />
      );
    const secret = kind === "secret";
    return (
      <TextField
        key={key}
        {...texts}
        help={secret && secretsKept ? own("secretKept") : hint}
        type={secret ? "password" : kind === "address" ? "url" : "text"}
        inputMode={kind === "address" ? "url" : undefined}
        placeholder={kind === "address" ? "https://" : undefined}
        defaultValue={secret ? "" : stored?.[key]}
        autoComplete={secret ? "new-password" : "off"}
        spellCheck={false}
      />
    );
  });
}

const choiceLabel = (t: ReturnType<typeof useTranslations<"connectors">>, key: string, value: string) =>
  t.has(`choices.${key}.${value}` as "choices.region.na")
    ? t(`choices.${key}.${value}` as "choices.region.na")
    : value;
