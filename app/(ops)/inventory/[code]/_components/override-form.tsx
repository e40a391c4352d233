"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { focusFirstError, NumberField, SelectField, TextAreaField, TextField } from "@/components/field";
import { setOverrideAction } from "../actions";

interface OverrideFormProps {
  skuId: number;
  places: { id: number; name: string }[];
  /** First day offered, "YYYY-MM-DD". */
  today: string;
  onSaved: (overrideId: number) => void;
}

/** What demand will be over some days, in the words of the one who knows. */
export function OverrideForm({ skuId, places, today, onSaved }: OverrideFormProps) {
  const t = useTranslations("forecast.form");
  const form = useRef<HTMLFormElement>(null);
  const [kind, setKind] = useState<"percent" | "units">("percent");
  const { run, pending, error } = useAction(setOverrideAction, ({ overrideId }) => onSaved(overrideId));
  const errors = error?.fieldErrors ?? {};
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const figure = text("figure") === "" ? Number.NaN : Number(text("figure"));
    const result = await run({
      skuId,
      locationId: text("place") === "" ? null : Number(text("place")),
      ...{ fromDay: text("fromDay"), toDay: text("toDay"), reason: text("reason") },
      by: kind === "percent" ? { kind, percent: figure } : { kind, unitsPerDay: figure },
    });
    if (!result.ok) focusFirstError(form.current);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">{t("intro")}</p>
      <ErrorNote error={error} />
      <SelectField
        name="place"
        label={t("place")}
        options={[
          { value: "", label: t("everyPlace") },
          ...places.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        error={errors.locationId}
      />
      <div className="flex flex-wrap gap-4">
        <TextField name="fromDay" type="date" label={t("from")} defaultValue={today} error={errors.fromDay} />
        <TextField name="toDay" type="date" label={t("to")} defaultValue="" error={errors.toDay} />
      </div>
      <SelectField
        name="kind"
        label={t("by")}
        value={kind}
        onChange={(event) => setKind(event.target.value === "units" ? "units" : "percent")}
        options={[
          { value: "percent", label: t("percent") },
          { value: "units", label: t("units") },
        ]}
      />
      <NumberField
        key={kind}
        name="figure"
        label={t(kind === "percent" ? "percentOf" : "unitsPerDay")}
        unit={t(kind === "percent" ? "percentUnit" : "unitsUnit")}
        help={t(kind === "percent" ? "percentHelp" : "unitsHelp")}
        required
        min={0}
        max={kind === "percent" ? 10_000 : 10_000_000}
        error={errors["by.percent"] ?? errors["by.unitsPerDay"] ?? errors.by}
      />
      <TextAreaField
        name="reason"
        label={t("reason")}
        help={t("reasonHelp")}
        maxLength={500}
        error={errors.reason}
      />
      <div>
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
