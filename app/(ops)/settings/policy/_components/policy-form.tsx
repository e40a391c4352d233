"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { NewerNote } from "@/app/_edge/newer-note";
import { type ActionInHand, useAction } from "@/app/_edge/use-action";
import { useOpened } from "@/app/_edge/use-opened";
import { Button } from "@/components/button";
import { focusFirstError, NumberField, TextField } from "@/components/field";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import type { PolicyPreview } from "@/lib/services/policy/preview";
import type { RuleLimits } from "@/lib/services/policy/rule-limits";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { activatePolicyAction, previewPolicyAction, saveDraftAction, startBacktestAction } from "../actions";
import { type Opened, policyHref } from "../opened";
import { type RuleField, ruleGroups, rulesWith, shownRule, storedAsShown } from "../rule-fields";
import { AuthorityEditor } from "./authority-editor";
import type { ScopeChoices } from "./cells";
import { EffectPanel } from "./effect-panel";
import { ExceptionsEditor } from "./exceptions-editor";

/** Refused because it was not tried, not because somebody else was quicker. */
const isUntried = (details: unknown): boolean =>
  typeof details === "object" && details !== null && "kind" in details && details.kind === "backtest";

interface PolicyFormProps {
  version: number;
  rules: PolicyRules;
  currency: string;
  minorPerUnit: number;
  /** Which rules stand in the form where they are not those in force. */
  opened: Opened;
  choices: ScopeChoices;
  /** The company's. */
  timeZone: string;
  /** By path, in stored units. */
  limits: Record<string, RuleLimits>;
  /** False: everybody may read what the figures follow; only an admin changes it. */
  editable: boolean;
}

/** The thresholds in force, by what they decide. What others put in force while it is open waits until it is asked for. */
export function PolicyForm(props: PolicyFormProps) {
  const { opened, savedVersion, setSavedVersion, isNewer, showNewer } = useOpened(props);
  const activation = useAction(activatePolicyAction, (done) => setSavedVersion(done.version));
  return (
    <>
      {isNewer && !activation.pending ? (
        <NewerNote
          version={props.version}
          onShow={() => {
            activation.clearError();
            showNewer();
          }}
        />
      ) : null}
      <PolicyFields key={opened.version} {...opened} activation={activation} saved={savedVersion} />
    </>
  );
}

/** Path of the first field among those of a part of the rules. */
const firstOf = (part: string): string | undefined =>
  ruleGroups.flatMap(({ fields }) => fields).find(({ path }) => path.startsWith(`${part}.`))?.path;

interface PolicyFieldsProps extends PolicyFormProps {
  /** Version that this form put in force. */
  saved: number | null;
  activation: ActionInHand<Parameters<typeof activatePolicyAction>[0], { version: number }>;
}

function PolicyFields({
  version,
  rules,
  currency,
  minorPerUnit,
  opened,
  choices,
  timeZone,
  editable,
  limits,
  saved,
  activation,
}: PolicyFieldsProps) {
  const t = useTranslations("settings.policy");
  const authority = useTranslations("authority");
  const past = usePastMoment() !== null;
  const form = useRef<HTMLFormElement>(null);
  const [effect, setEffect] = useState<PolicyPreview | null>(null);
  const [governed, setGovernedRows] = useState({ authority: rules.authority, exceptions: rules.exceptions });
  const setGoverned = (next: typeof governed) => {
    setGovernedRows(next);
    setEffect(null);
  };
  const [days, setDays] = useState(30);
  const [mostSkus, setMostSkus] = useState(400);
  const router = useRouter();
  const backtest = useAction(startBacktestAction, ({ id }) =>
    router.push(policyHref(opened, { backtest: id }, "backtests") as Route),
  );
  const preview = useAction(previewPolicyAction, setEffect);
  const draft = useAction(saveDraftAction, (done) => router.push(`?draft=${done.version}`));
  const error = activation.error ?? preview.error ?? backtest.error ?? draft.error;
  // Asked for once they were refused as untried, or from the start by whoever knows.
  const untried = isUntried(activation.error?.details);
  const errors = error?.fieldErrors ?? {};
  const send = async (
    action: typeof activation.run | typeof preview.run | typeof backtest.run | typeof draft.run,
  ) => {
    if (!form.current) return;
    activation.clearError();
    preview.clearError();
    backtest.clearError();
    draft.clearError();
    const data = new FormData(form.current);
    const read = (path: string) => {
      const text = data.get(path);
      return typeof text === "string" ? text : null;
    };
    const changed = { ...(rulesWith(rules, read, minorPerUnit) as PolicyRules), ...governed };
    const note = read("note")?.trim() || undefined;
    const withoutBacktest = read("withoutBacktest")?.trim() || undefined;
    const result = await action({
      rules: changed,
      note,
      basedOnVersion: version,
      withoutBacktest,
      days,
      mostSkus,
    });
    if (!result.ok) focusFirstError(form.current);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send(activation.run);
  };
  const shownLimit = (field: RuleField, stored: number | undefined) =>
    stored === undefined ? undefined : storedAsShown(stored, field, minorPerUnit);
  // What is wrong between several fields stands at the first of them.
  const errorPath = ({ path }: RuleField): string => {
    const together = path.slice(0, path.lastIndexOf("."));
    const isFirst = firstOf(together) === path;
    return isFirst && errors[`rules.${together}`] ? `rules.${together}` : `rules.${path}`;
  };
  const unitOf = (field: RuleField) => (field.unit === "money" ? currency : t(`units.${field.unit}`));
  return (
    <form
      ref={form}
      onSubmit={submit}
      onInput={() => setEffect(null)}
      noValidate
      className="flex flex-col gap-3"
    >
      <AuthorityEditor
        authority={governed.authority}
        onChange={(authority) => setGoverned({ ...governed, authority })}
        choices={choices}
        currency={currency}
        minorPerUnit={minorPerUnit}
        timeZone={timeZone}
        editable={editable}
        errors={errors}
      />
      <div className="grid gap-3 lg:grid-cols-2">
        {ruleGroups.map((group) => (
          <Panel key={group.key} title={t(`groups.${group.key}`)}>
            <div className="grid gap-4 sm:grid-cols-2">
              {group.fields.map((field) => (
                <NumberField
                  key={field.path}
                  name={field.path}
                  label={t(`rules.${field.path}.label`)}
                  help={t(`rules.${field.path}.help`)}
                  unit={unitOf(field)}
                  whole={field.whole}
                  min={shownLimit(field, limits[field.path]?.least) ?? 0}
                  max={shownLimit(field, limits[field.path]?.most)}
                  required
                  disabled={!editable}
                  defaultValue={shownRule(rules, field, minorPerUnit)}
                  error={errors[errorPath(field)]}
                />
              ))}
            </div>
          </Panel>
        ))}
      </div>
      <ExceptionsEditor
        rows={governed.exceptions}
        onChange={(exceptions) => setGoverned({ ...governed, exceptions })}
        choices={choices}
        editable={editable}
        errors={errors}
      />
      {effect ? <EffectPanel preview={effect} currency={currency} /> : null}
      {editable ? (
        <Panel>
          <div className="flex flex-col gap-4">
            <ErrorNote error={error} />
            {untried ? (
              <div>
                <Button pending={backtest.pending} needsConnection onPress={() => void send(backtest.run)}>
                  {authority("untried.run", { days })}
                </Button>
              </div>
            ) : null}
            <TextField
              name="note"
              label={t("note")}
              optional
              help={t("noteHelp")}
              maxLength={500}
              error={errors.note}
            />
            <TextField
              name="withoutBacktest"
              label={authority("untried.label")}
              help={authority("untried.help")}
              optional={!untried}
              maxLength={500}
              error={errors.withoutBacktest}
            />
            <div className="flex flex-wrap items-center gap-3">
              <Button pending={preview.pending} needsConnection onPress={() => void send(preview.run)}>
                {t("preview")}
              </Button>
              <span className="inline-flex flex-wrap items-center gap-1">
                <Button pending={backtest.pending} needsConnection onPress={() => void send(backtest.run)}>
                  {authority("backtests.start", { days })}
                </Button>
                <select
                  aria-label={authority("backtests.days")}
                  className="field-native w-fit pr-8"
                  value={days}
                  onChange={(event) => setDays(Number(event.target.value))}
                >
                  {[7, 30, 60, 90].map((count) => (
                    <option key={count} value={count}>
                      {authority("backtests.dayCount", { count })}
                    </option>
                  ))}
                </select>
                <select
                  aria-label={authority("backtests.products")}
                  className="field-native w-fit pr-8"
                  value={mostSkus}
                  onChange={(event) => setMostSkus(Number(event.target.value))}
                >
                  {[400, 1_000, 2_500, 5_000].map((count) => (
                    <option key={count} value={count}>
                      {authority("backtests.productCount", { count })}
                    </option>
                  ))}
                </select>
              </span>
              <Button pending={draft.pending} needsConnection onPress={() => void send(draft.run)}>
                {authority("draft.save")}
              </Button>
              <Button type="submit" variant="primary" pending={activation.pending} needsConnection>
                {t("activate")}
              </Button>
              <span role="status" className="text-muted">
                {saved !== null && !error ? t("activated", { version: saved }) : ""}
              </span>
            </div>
          </div>
        </Panel>
      ) : past ? null : (
        <p className="text-muted">{t("readOnly")}</p>
      )}
    </form>
  );
}
