"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { focusFirstError, NumberField } from "@/components/field";
import type { ChannelRow } from "@/db/queries/publishing";
import { setChannelAction } from "../actions";

export interface ChannelValues {
  sharePercent: number;
  reserveUnits: number;
  bufferUnits: number;
  /** Null: no limit. */
  maxUnits: number | null;
}

/** What a channel keeps back, as its form shows it: the share in per cent. */
const valuesOfChannel = (row: ChannelRow): ChannelValues => ({
  sharePercent: Number((row.share * 100).toFixed(2)),
  reserveUnits: row.promotionReserveUnits,
  bufferUnits: row.bufferUnits,
  maxUnits: row.maxUnits,
});

const most = 10_000_000;

/** The share, reserve, buffer and limit of a channel. */
export function ChannelForm({
  channel,
  onSaved,
}: {
  channel: ChannelRow;
  onSaved: (before: ChannelValues, after: ChannelValues) => void;
}) {
  const t = useTranslations("publishing.channels");
  const words = useTranslations("publishing.sku");
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, error } = useAction(setChannelAction);
  // As it was when the form was opened: the list behind it stays live, and what others change meanwhile is a conflict.
  const [seen] = useState(() => valuesOfChannel(channel));
  const errors = error?.fieldErrors ?? {};
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = (name: string): number | null => {
      const text = String(data.get(name) ?? "").trim();
      return text === "" ? null : Number(text);
    };
    // An empty field that must not be empty is refused by the service with its own sentence.
    const values = {
      sharePercent: read("sharePercent"),
      reserveUnits: read("reserveUnits"),
      bufferUnits: read("bufferUnits"),
      maxUnits: read("maxUnits"),
    } as ChannelValues;
    const result = await run({ channelId: channel.id, values, seen });
    if (result.ok) onSaved(seen, values);
    else if (form.current) focusFirstError(form.current);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">{t("effect", { count: channel.listings })}</p>
      <ErrorNote error={error} />
      <NumberField
        name="sharePercent"
        label={words("share")}
        unit={words("percent")}
        help={t("shareHelp")}
        required
        min={0}
        max={100}
        defaultValue={seen.sharePercent}
        error={errors["values.sharePercent"]}
      />
      <NumberField
        name="reserveUnits"
        label={t("reserveField")}
        unit={words("units")}
        help={t("reserveHelp")}
        required
        whole
        min={0}
        max={most}
        defaultValue={seen.reserveUnits}
        error={errors["values.reserveUnits"]}
      />
      <NumberField
        name="bufferUnits"
        label={words("buffer")}
        unit={words("units")}
        help={t("bufferHelp")}
        required
        whole
        min={0}
        max={most}
        defaultValue={seen.bufferUnits}
        error={errors["values.bufferUnits"]}
      />
      <NumberField
        name="maxUnits"
        label={words("max")}
        unit={words("units")}
        help={t("maxHelp")}
        optional
        whole
        min={0}
        max={most}
        defaultValue={seen.maxUnits}
        error={errors["values.maxUnits"]}
      />
      <div>
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
