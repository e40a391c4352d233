"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { CheckboxField, focusFirstError, NumberField, SelectField, TextAreaField } from "@/components/field";
import type { LaneRow, laneChoices } from "@/db/queries/lanes";
import type { LaneValues } from "@/lib/services/lane/save-input";
import { saveLaneAction } from "../actions";
import { LaneCalendar } from "./lane-calendar";
import { everyWeekday, valuesInForm, valuesOfLane } from "./lane-values";

export type LaneChoices = Awaited<ReturnType<typeof laneChoices>>;

interface LaneFormProps {
  /** Null: a new one. */
  lane: LaneRow | null;
  choices: LaneChoices;
  /** With what it was before; null: it was made. */
  onSaved: (saved: { laneId: number; version: number }, before: LaneValues | null) => void;
}

/** How a lane ships: how long, when, what it costs, what it holds, and what may travel on it. */
export function LaneForm({ lane, choices, onSaved }: LaneFormProps) {
  const t = useTranslations("transfers.lanes");
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, error } = useAction(saveLaneAction);
  const errors = error?.fieldErrors ?? {};
  // As it was when the form was opened: the list behind it stays live, and what others change meanwhile is a conflict.
  const [opened] = useState(lane);
  const seen = opened ? valuesOfLane(opened) : null;
  // Of a new lane, as they were chosen when it was sent.
  const [ends, setEnds] = useState({ originId: 0, destinationId: 0 });
  const endError = (name: keyof typeof ends) =>
    errors[name] && ends[name] === 0 ? t("endMissing") : errors[name];
  const [currency, setCurrency] = useState(seen?.currency ?? choices.currencies[0]);
  const money = currency ?? "";
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const values = valuesInForm(data);
    const end = (name: string) => Number(data.get(name)) || 0;
    const chosen = { originId: end("originId"), destinationId: end("destinationId") };
    setEnds(chosen);
    const result = await run(
      opened ? { laneId: opened.id, seenVersion: opened.version, values } : { ...chosen, values },
    );
    if (result.ok) onSaved(result.data, seen);
    else if (form.current) focusFirstError(form.current);
  };
  const figure = (
    name: keyof LaneValues,
    more: { unit?: string; whole?: boolean; required?: boolean; help?: string; min?: number } = {},
  ) => {
    const value = seen?.[name];
    return (
      <NumberField
        key={name}
        name={name}
        label={t(`fields.${name}`)}
        min={0}
        {...more}
        optional={!more.required}
        defaultValue={typeof value === "number" ? value : null}
        error={errors[`values.${name}`]}
      />
    );
  };
  const places = choices.places.map(({ id, code, name }) => ({
    value: String(id),
    label: `${code} ${name}`,
  }));
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">{t("effect")}</p>
      <ErrorNote error={error} />
      {opened ? null : (
        <>
          <SelectField
            name="originId"
            label={t("fields.origin")}
            placeholder={t("choosePlace")}
            options={places}
            error={endError("originId")}
          />
          <SelectField
            name="destinationId"
            label={t("fields.destination")}
            placeholder={t("choosePlace")}
            options={places}
            error={endError("destinationId")}
          />
        </>
      )}
      {figure("leadTimeDays", { unit: t("days"), required: true, help: t("help.leadTimeDays") })}
      <LaneCalendar
        weekdays={seen?.shipWeekdays ?? everyWeekday}
        error={errors["values.shipWeekdays"] ?? null}
      />
      {figure("cutOffHour", { unit: t("oClock"), whole: true, help: t("help.cutOffHour") })}
      <TextAreaField
        name="closedDays"
        label={t("fields.closedDays")}
        help={t("help.closedDays")}
        optional
        spellCheck={false}
        defaultValue={seen?.closedDays.join("\n")}
        error={closedDaysError(errors)}
      />
      <SelectField
        name="kind"
        label={t("fields.kind")}
        help={t("help.kind")}
        options={[
          { value: "", label: t("kinds.none") },
          { value: "transfer", label: t("kinds.transfer") },
          { value: "removal", label: t("kinds.removal") },
          { value: "inbound", label: t("kinds.inbound") },
        ]}
        defaultValue={seen?.kind ?? ""}
        error={errors["values.kind"]}
      />
      <SelectField
        name="currency"
        label={t("fields.currency")}
        options={choices.currencies.map((value) => ({ value, label: value }))}
        value={currency}
        onChange={(event) => setCurrency(event.target.value)}
        error={errors["values.currency"]}
      />
      {figure("freightPerUnit", { unit: money, required: true })}
      {figure("handlingPerUnit", { unit: money })}
      {figure("fixedPerShipment", { unit: money, help: t("help.fixedPerShipment") })}
      {figure("minUnits", { unit: t("units"), whole: true, min: 1, help: t("help.minUnits") })}
      {figure("minValue", { unit: money, help: t("help.minValue") })}
      {figure("capacityUnits", { unit: t("units"), whole: true, min: 1, help: t("help.capacity") })}
      {figure("capacityGrams", { unit: "g", whole: true, min: 1 })}
      {figure("capacityCm3", { unit: "cm³", whole: true, min: 1 })}
      {figure("cooldownDays", { unit: t("days"), whole: true, help: t("help.cooldownDays") })}
      <CheckboxField
        name="hazmatAllowed"
        label={t("fields.hazmatAllowed")}
        defaultChecked={seen?.hazmatAllowed ?? true}
      />
      <CheckboxField
        name="coldChainAllowed"
        label={t("fields.coldChainAllowed")}
        defaultChecked={seen?.coldChainAllowed ?? true}
      />
      <CheckboxField
        name="active"
        label={t("fields.active")}
        help={t("help.active")}
        defaultChecked={seen?.active ?? true}
      />
      <div>
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

/** A day that is none is refused at its place in the list. */
const closedDaysError = (errors: Record<string, string>): string | null =>
  Object.entries(errors).find(([field]) => field.startsWith("values.closedDays"))?.[1] ?? null;
