"use client";

import { useTranslations } from "next-intl";
import type { Authority, LimitRow, ModeRow } from "@/lib/services/policy/authority";
import { actionKinds, modes } from "@/lib/services/policy/kinds";
import { BlackoutsEditor } from "./blackouts-editor";
import { ChoiceCell, FigureCell, type ScopeChoices } from "./cells";
import { type EditedColumn, type RowError, RowsEditor } from "./rows-editor";
import { useScopeColumn } from "./scope-column";

export interface AuthorityEditorProps {
  authority: Authority;
  onChange: (authority: Authority) => void;
  choices: ScopeChoices;
  currency: string;
  minorPerUnit: number;
  /** The company's. */
  timeZone: string;
  editable: boolean;
  /** Sentences by path, such as rules.authority.limits.2.mostMinor. */
  errors: Readonly<Record<string, string>>;
}

/** Who may decide what, what is done without anybody's click, and when nothing is. */
export function AuthorityEditor(props: AuthorityEditorProps) {
  const { authority, onChange } = props;
  return (
    <>
      <ModesEditor {...props} />
      <LimitsEditor {...props} />
      <BlackoutsEditor
        {...props}
        rows={authority.blackouts}
        errors={errorsOf(props.errors, "rules.authority.blackouts")}
        onChange={(blackouts) => onChange({ ...authority, blackouts })}
      />
    </>
  );
}

function ModesEditor({ authority, onChange, choices, editable, errors }: AuthorityEditorProps) {
  const t = useTranslations("authority");
  const scopeColumn = useScopeColumn<ModeRow>(choices, editable);
  const columns: EditedColumn<ModeRow>[] = [
    {
      key: "kind",
      header: t("columns.kind"),
      cell: (row, change, name) => (
        <ChoiceCell
          name={name}
          editable={editable}
          value={row.kind}
          options={actionKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          onChange={(kind) => change({ ...row, kind })}
        />
      ),
    },
    scopeColumn,
    {
      key: "mode",
      header: t("columns.mode"),
      cell: (row, change, name) => (
        <ChoiceCell
          name={name}
          editable={editable}
          value={row.mode}
          options={modes.map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
          onChange={(mode) => change({ ...row, mode })}
        />
      ),
    },
    {
      key: "cooldownHours",
      header: t("columns.cooldown"),
      cell: (row, change, name) => (
        <FigureCell
          name={name}
          editable={editable}
          value={row.cooldownHours}
          unit={t("units.hours")}
          onChange={(hours) => change({ ...row, cooldownHours: hours ?? 0 })}
        />
      ),
    },
  ];
  return (
    <RowsEditor
      title={t("modes.title")}
      subtitle={t("modes.subtitle")}
      rows={authority.modes}
      columns={columns}
      editable={editable}
      errors={errorsOf(errors, "rules.authority.modes")}
      onChange={(rows) => onChange({ ...authority, modes: rows })}
      blank={(): ModeRow => ({ kind: "transfer", scope: {}, mode: "propose", cooldownHours: 0 })}
      noteOf={(row) => (actsWithoutLimit(row, authority.limits) ? t("modes.noLimit") : null)}
      words={{ add: t("modes.add"), remove: t("remove"), none: t("modes.none") }}
    />
  );
}

const deciders = ["supply", "marketing", "operator", "admin", "autopilot"] as const;

function LimitsEditor(props: AuthorityEditorProps) {
  const { authority, onChange, choices, currency, minorPerUnit, editable, errors } = props;
  const t = useTranslations("authority");
  const shell = useTranslations("shell");
  const figure = (
    key: "mostMinor" | "mostUnits" | "dailyCount" | "dailyMinor",
    unit?: string,
    perShown = 1,
  ): EditedColumn<LimitRow> => ({
    key,
    header: t(`columns.${key}`),
    cell: (row, change, name) => (
      <FigureCell
        name={name}
        editable={editable}
        value={row[key]}
        perShown={perShown}
        whole={unit === undefined}
        unit={unit}
        none={t("limits.noLimit")}
        onChange={(value) => change({ ...row, [key]: value })}
      />
    ),
  });
  const scopeColumn = useScopeColumn<LimitRow>(choices, editable);
  const columns: EditedColumn<LimitRow>[] = [
    {
      key: "who",
      header: t("columns.who"),
      cell: (row, change, name) => (
        <ChoiceCell
          name={name}
          editable={editable}
          value={row.who}
          options={deciders.map((who) => ({
            value: who,
            label: who === "autopilot" ? t("autopilot") : shell("role", { role: who }),
          }))}
          onChange={(who) => change({ ...row, who })}
        />
      ),
    },
    {
      key: "kind",
      header: t("columns.kind"),
      cell: (row, change, name) => (
        <ChoiceCell
          name={name}
          editable={editable}
          value={row.kind}
          options={[
            { value: "any" as const, label: t("anyKind") },
            ...actionKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          ]}
          onChange={(kind) => change({ ...row, kind })}
        />
      ),
    },
    scopeColumn,
    figure("mostMinor", currency, minorPerUnit),
    figure("mostUnits"),
    figure("dailyCount"),
    figure("dailyMinor", currency, minorPerUnit),
  ];
  return (
    <RowsEditor
      title={t("limits.title")}
      subtitle={t("limits.subtitle")}
      rows={authority.limits}
      columns={columns}
      editable={editable}
      errors={errorsOf(errors, "rules.authority.limits")}
      onChange={(rows) => onChange({ ...authority, limits: rows })}
      blank={(): LimitRow => ({
        who: "supply",
        kind: "any",
        scope: {},
        mostMinor: null,
        mostUnits: null,
        dailyCount: null,
        dailyMinor: null,
      })}
      noteOf={(row) => (isBoundless(row) ? t("limits.boundless") : null)}
      words={{ add: t("limits.add"), remove: t("remove"), none: t("limits.none") }}
    />
  );
}

/** Set to act, but the policy may nothing of that kind: without a limit it does nothing. */
const actsWithoutLimit = ({ kind, mode }: ModeRow, limits: readonly LimitRow[]): boolean =>
  mode === "act" && !limits.some((limit) => limit.who === "autopilot" && ["any", kind].includes(limit.kind));

/** The policy may do any amount by itself. */
const isBoundless = ({ who, mostMinor, mostUnits, dailyCount, dailyMinor }: LimitRow): boolean =>
  who === "autopilot" && [mostMinor, mostUnits, dailyCount, dailyMinor].every((most) => most === null);

/** What is wrong with the rows below a path, by their place; what concerns all of them stands with the first. */
export function errorsOf(errors: Readonly<Record<string, string>>, path: string): Map<number, RowError> {
  const found = new Map<number, RowError>();
  for (const [at, text] of Object.entries(errors))
    if (at === path) found.set(0, { key: "", text });
    else if (at.startsWith(`${path}.`)) {
      const [row, key = ""] = at.slice(path.length + 1).split(".");
      found.set(Number(row), { key, text });
    }
  return found;
}
