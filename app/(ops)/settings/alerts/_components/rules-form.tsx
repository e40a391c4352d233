"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { NewerNote } from "@/app/_edge/newer-note";
import { type ActionInHand, useAction } from "@/app/_edge/use-action";
import { useOpened } from "@/app/_edge/use-opened";
import { Button } from "@/components/button";
import { focusFirstError, NumberField, SelectField, TextField } from "@/components/field";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { SEVERITIES } from "@/lib/services/alert/kinds";
import type { AlertRules } from "@/lib/services/alert/settings";
import { saveRulesAction } from "../actions";

type Threshold = Exclude<keyof AlertRules, "severity">;
const thresholds: {
  key: Threshold;
  unit: "times" | "minutes" | "seconds" | "records" | "orders" | "percent";
  whole?: boolean;
  min: number;
  max: number;
}[] = [
  { key: "lateMinutes", unit: "minutes", min: 1, max: 10_080 },
  { key: "lateTimesWanted", unit: "times", min: 1, max: 100 },
  { key: "deadLetters", unit: "records", whole: true, min: 1, max: 1_000_000 },
  { key: "differingOrders", unit: "orders", whole: true, min: 1, max: 1_000_000 },
  { key: "accuracyPercent", unit: "percent", min: 50, max: 100 },
  { key: "accuracyOrders", unit: "orders", whole: true, min: 1, max: 1_000_000 },
  { key: "canarySeconds", unit: "seconds", whole: true, min: 5, max: 3_600 },
  { key: "goneMinutes", unit: "minutes", min: 1, max: 1_440 },
];

interface RulesFormProps {
  version: number;
  rules: AlertRules;
  defaults: AlertRules;
}

/** From when on something is an alert, and how grave each kind is. */
export function RulesForm(props: RulesFormProps) {
  const { opened, savedVersion, setSavedVersion, isNewer, showNewer } = useOpened(props);
  const saving = useAction(saveRulesAction, (done) => setSavedVersion(done.version));
  return (
    <>
      {isNewer && !saving.pending ? (
        <NewerNote
          version={props.version}
          onShow={() => {
            saving.clearError();
            showNewer();
          }}
        />
      ) : null}
      <RulesFields key={opened.version} {...opened} saving={saving} saved={savedVersion} />
    </>
  );
}

interface RulesFieldsProps extends RulesFormProps {
  /** Version that this form put in force. */
  saved: number | null;
  saving: ActionInHand<Parameters<typeof saveRulesAction>[0], { version: number }>;
}

function RulesFields({ version, rules, defaults, saved, saving }: RulesFieldsProps) {
  const t = useTranslations("alerts");
  const past = usePastMoment() !== null;
  const form = useRef<HTMLFormElement>(null);
  const [start, setStart] = useState({ rules, round: 0 });
  const { run, pending, error, clearError } = saving;
  const errors = error?.fieldErrors ?? {};
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    const figures = Object.fromEntries(
      thresholds.map(({ key }) => [key, text(key) === "" ? null : Number(text(key))]),
    );
    const severity = Object.fromEntries(Object.keys(rules.severity).map((kind) => [kind, text(kind)]));
    const changed = { ...figures, severity } as unknown as AlertRules;
    const result = await run({
      rules: changed,
      note: text("note") || undefined,
      basedOnVersion: version,
    });
    if (!result.ok && form.current) focusFirstError(form.current);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-3">
      <div key={start.round} className="grid items-start gap-3 lg:grid-cols-2">
        <Panel title={t("settings.thresholds.title")} subtitle={t("settings.thresholds.subtitle")}>
          <div className="grid gap-4 sm:grid-cols-2">
            {thresholds.map(({ key, unit, whole, min, max }) => (
              <NumberField
                key={key}
                name={key}
                label={t(`settings.thresholds.${key}.label`)}
                help={t(`settings.thresholds.${key}.help`)}
                unit={t(`settings.units.${unit}`)}
                whole={whole}
                min={min}
                max={max}
                required
                defaultValue={start.rules[key]}
                error={errors[`rules.${key}`]}
              />
            ))}
          </div>
        </Panel>
        <Panel title={t("settings.severity.title")} subtitle={t("settings.severity.subtitle")}>
          <div className="grid gap-4 sm:grid-cols-2">
            {Object.entries(start.rules.severity).map(([kind, severity]) => (
              <SelectField
                key={kind}
                name={kind}
                label={t(`kindNames.${kind}` as "kindNames.source_late")}
                options={SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) }))}
                defaultValue={severity}
                error={errors[`rules.severity.${kind}`]}
              />
            ))}
          </div>
        </Panel>
      </div>
      {past ? null : (
        <Panel>
          <div className="flex flex-col gap-4">
            <ErrorNote error={error} />
            <TextField
              name="note"
              label={t("settings.note")}
              optional
              help={t("settings.noteHelp")}
              maxLength={500}
              error={errors.note}
            />
            <div className="flex flex-wrap items-center gap-3">
              <Button type="submit" variant="primary" pending={pending} needsConnection>
                {t("settings.save")}
              </Button>
              <Button
                onPress={() => {
                  clearError();
                  setStart(({ round }) => ({ rules: defaults, round: round + 1 }));
                }}
              >
                {t("settings.defaults")}
              </Button>
              <span role="status" className="text-muted">
                {saved !== null && !error ? t("settings.saved", { version: saved }) : ""}
              </span>
            </div>
          </div>
        </Panel>
      )}
    </form>
  );
}
