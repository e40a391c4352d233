"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { focusFirstError, NumberField } from "@/components/field";
import { useFormat } from "@/components/format";
import { setRuleAction } from "../actions";

export interface RuleValues {
  sharePercent: number | null;
  bufferUnits: number | null;
  maxUnits: number | null;
}

export interface HeldRule {
  values: RuleValues;
  version: number;
}

interface RuleFormProps {
  skuId: number;
  /** Null: on every channel. */
  channelId: number | null;
  rule: HeldRule | null;
  /** What holds where a field is empty; null: it differs by channel. */
  wider: RuleValues | null;
  /** With what it was before; null: there was none. */
  onSaved: (version: number, before: RuleValues | null) => void;
}

/** A SKU's own share, buffer and limit, each empty where the next wider rule is to hold. */
export function RuleForm({ skuId, channelId, rule: held, wider, onSaved }: RuleFormProps) {
  const t = useTranslations("publishing.sku");
  const format = useFormat();
  const form = useRef<HTMLFormElement>(null);
  // As it was when the form was opened: the page behind it stays live, and what others change meanwhile is a conflict.
  const [rule] = useState(held);
  const { run, pending, error } = useAction(setRuleAction, ({ version }) =>
    onSaved(version, rule?.values ?? null),
  );
  const errors = error?.fieldErrors ?? {};
  const send = async (values: RuleValues) => {
    const result = await run({ skuId, channelId, ...values, seenVersion: rule?.version ?? 0 });
    if (!result.ok && form.current) focusFirstError(form.current);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = (name: string): number | null => {
      const text = String(data.get(name) ?? "").trim();
      return text === "" ? null : Number(text);
    };
    void send({
      sharePercent: read("sharePercent"),
      bufferUnits: read("bufferUnits"),
      maxUnits: read("maxUnits"),
    });
  };
  const empty = (value: number | null | undefined, unit: string): string => {
    if (wider === null) return t("asWider", { value: t("mixed") });
    const text = value === null || value === undefined ? t("noLimit") : `${format.number(value)} ${unit}`;
    return t("asWider", { value: text });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">{t("intro")}</p>
      <ErrorNote error={error} />
      <NumberField
        name="bufferUnits"
        label={t("buffer")}
        unit={t("units")}
        help={empty(wider?.bufferUnits, t("units"))}
        optional
        whole
        min={0}
        max={10_000_000}
        defaultValue={rule?.values.bufferUnits ?? null}
        error={errors.bufferUnits}
      />
      <NumberField
        name="sharePercent"
        label={t("share")}
        unit={t("percent")}
        help={empty(wider?.sharePercent, t("percent"))}
        optional
        min={0}
        max={100}
        defaultValue={rule?.values.sharePercent ?? null}
        error={errors.sharePercent}
      />
      <NumberField
        name="maxUnits"
        label={t("max")}
        unit={t("units")}
        help={empty(wider?.maxUnits, t("units"))}
        optional
        whole
        min={0}
        max={10_000_000}
        defaultValue={rule?.values.maxUnits ?? null}
        error={errors.maxUnits}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {t("save")}
        </Button>
        {rule ? (
          <Button
            pending={pending}
            needsConnection
            onPress={() => void send({ sharePercent: null, bufferUnits: null, maxUnits: null })}
          >
            {t("remove")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
