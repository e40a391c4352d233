"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { focusFirstError, NumberField, SelectField, TextAreaField, TextField } from "@/components/field";
import { savePromotionAction } from "../actions";
import type { Promotion, PromotionChannel } from "./promotion-types";

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const everyChannel = "every";

interface PromotionFormProps {
  /** Null: a new one. */
  promotion: Promotion | null;
  channels: PromotionChannel[];
  companyZone: string;
  onSaved: (name: string) => void;
}

/** A promotion: whose units, how many, from or for which channel, between which times by which clock. */
export function PromotionForm({ promotion, channels, companyZone, onSaved }: PromotionFormProps) {
  const t = useTranslations("publishing.promotions");
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, error } = useAction(savePromotionAction);
  const errors = error?.fieldErrors ?? {};
  const [some, setSome] = useState(promotion ? !promotion.everySku : true);
  const [zone, setZone] = useState(promotion?.timeZone ?? companyZone);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    const channel = text("channelId");
    const units = text("units");
    const codes = text("skuCodes")
      .split(/[\s,，、;；]+/)
      .filter(Boolean);
    const result = await run({
      ...(promotion ? { promotionId: promotion.id, seenVersion: promotion.version } : {}),
      name: text("name"),
      side: text("side") === "for" ? "for" : "from",
      channelId: channel === everyChannel ? null : Number(channel),
      skuCodes: some ? codes : null,
      units: units === "" ? Number.NaN : Number(units),
      startsAt: text("startsAt"),
      endsAt: text("endsAt"),
      timeZone: zone,
    });
    if (result.ok) onSaved(text("name"));
    else if (form.current) focusFirstError(form.current);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <ErrorNote error={error} />
      <TextField
        name="name"
        label={t("name")}
        help={t("nameHelp")}
        maxLength={200}
        autoComplete="off"
        defaultValue={promotion?.name}
        error={errors.name}
      />
      <SelectField
        name="side"
        label={t("side")}
        options={[
          { value: "from", label: t("sides.from") },
          { value: "for", label: t("sides.for") },
        ]}
        defaultValue={promotion?.side ?? "from"}
        error={errors.side}
      />
      <SelectField
        name="channelId"
        label={t("channel")}
        help={t("channelHelp")}
        options={[
          { value: everyChannel, label: t("everyChannel") },
          ...channels.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        defaultValue={promotion ? String(promotion.channelId ?? everyChannel) : everyChannel}
        onChange={(event) => {
          const chosen = channels.find(({ id }) => String(id) === event.target.value);
          if (chosen && !promotion) setZone(chosen.timeZone);
        }}
        error={errors.channelId}
      />
      <SelectField
        name="scope"
        label={t("scope")}
        options={[
          { value: "some", label: t("scopes.some") },
          { value: "every", label: t("scopes.every") },
        ]}
        value={some ? "some" : "every"}
        onChange={(event) => setSome(event.target.value === "some")}
      />
      {some ? (
        <TextAreaField
          name="skuCodes"
          label={t("codes")}
          help={t("codesHelp")}
          spellCheck={false}
          defaultValue={promotion?.skuCodes.join("\n")}
          error={errors.skuCodes}
        />
      ) : null}
      <NumberField
        name="units"
        label={t("units")}
        unit={t("unitWord")}
        required
        whole
        min={1}
        max={10_000_000}
        defaultValue={promotion?.units ?? null}
        error={errors.units}
      />
      <TextField
        name="startsAt"
        type="datetime-local"
        label={t("starts")}
        defaultValue={promotion?.startsLocal}
        error={errors.startsAt}
      />
      <TextField
        name="endsAt"
        type="datetime-local"
        label={t("ends")}
        help={t("endsHelp")}
        defaultValue={promotion?.endsLocal}
        error={errors.endsAt}
      />
      <SelectField
        name="timeZone"
        label={t("timeZone")}
        help={t("timeZoneHelp")}
        options={zones.map((value) => ({ value, label: value }))}
        value={zone}
        onChange={(event) => setZone(event.target.value)}
        error={errors.timeZone}
      />
      <div>
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
