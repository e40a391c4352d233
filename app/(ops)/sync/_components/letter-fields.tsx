"use client";

import { useTranslations } from "next-intl";
import { SelectField, TextField } from "@/components/field";
import type { LetterField } from "@/lib/services/inbox/letter-form";

export type NamedField = LetterField & { label: string };

const wide = new Set(["text", "moment", "list", "key"]);

/** The fields of a stuck record by name; the one it is refused for comes with why, beside it. */
export function LetterFields({
  form,
  reason,
  values,
  onValue,
}: {
  form: NamedField[];
  reason: string | null;
  /** By path, as they stand now. */
  values: Readonly<Record<string, string>>;
  onValue: (path: string, text: string) => void;
}) {
  const t = useTranslations("trust.letter");
  const head = form.filter((field) => field.line === null);
  const places = [...new Set(form.flatMap((field) => (field.line === null ? [] : [field.line])))];
  const one = (field: NamedField) => (
    <LetterInput
      key={field.path}
      field={field}
      value={values[field.path] ?? ""}
      error={field.refused ? (reason ?? t("refused")) : undefined}
      onValue={(text) => onValue(field.path, text)}
    />
  );
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <legend className="pb-2 font-semibold">{t("record")}</legend>
        {head.map(one)}
      </fieldset>
      {places.map((place) => (
        <fieldset key={place} className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
          <legend className="pb-2 font-semibold">{t("line", { line: place + 1 })}</legend>
          {form.filter((field) => field.line === place).map(one)}
        </fieldset>
      ))}
    </div>
  );
}

function LetterInput({
  field,
  value,
  error,
  onValue,
}: {
  field: NamedField;
  value: string;
  error: string | undefined;
  onValue: (text: string) => void;
}) {
  const t = useTranslations("trust.letter");
  const shared = { label: field.label, name: `field:${field.path}`, error, optional: !field.required };
  if (field.choices)
    return (
      <SelectField
        {...shared}
        value={field.choices.includes(value) ? value : ""}
        placeholder={field.choices.includes(value) || value === "" ? t("choose") : t("notTaken", { value })}
        options={field.choices.map((choice) => ({ value: choice, label: choice }))}
        onChange={(event) => onValue(event.target.value)}
      />
    );
  return (
    <TextField
      {...shared}
      value={value}
      inputMode={field.type === "integer" ? "numeric" : field.type === "decimal" ? "decimal" : undefined}
      widthChars={wide.has(field.type) ? undefined : 16}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}
