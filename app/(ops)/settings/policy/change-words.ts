import { getTranslations } from "next-intl/server";
import { getFormat } from "@/components/format/server";
import type { BlackoutRow, LimitRow, ModeRow } from "@/lib/services/policy/authority";
import type { RuleChange } from "@/lib/services/policy/diff";
import type { Scope } from "@/lib/services/policy/scope";
import type { ScopeChoices } from "./_components/cells";
import { ruleGroups, storedAsShown } from "./rule-fields";

const fields = ruleGroups.flatMap((group) => group.fields);

interface ChangeWords {
  /** Which rule it is: a threshold's name, or the table with what names its row. */
  what: (change: RuleChange) => string;
  before: (change: RuleChange) => string;
  after: (change: RuleChange) => string;
}

/** How changes of the rules are said: in the words and units of the form above. */
export async function loadChangeWords(
  choices: ScopeChoices,
  currency: string,
  minorPerUnit: number,
): Promise<ChangeWords> {
  const [t, rules, shell, format] = await Promise.all([
    getTranslations("authority"),
    getTranslations("settings.policy"),
    getTranslations("shell"),
    getFormat(),
  ]);
  const label = (path: string) => (rules.has(`rules.${path}.label`) ? rules(`rules.${path}.label`) : path);
  const joined = (parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(" · ");
  const part = (name: string, value: string) => t("diff.part", { name, value });
  const figure = (value: number) => format.number(value, { decimals: decimalsOf(value) });
  const money = (minor: number) => format.money(minor, currency, { currencyDisplay: "symbol" });
  const scope = ({ location, channel, category, team }: Scope): string => {
    const nameOf = (list: { code: string; name: string }[], code: string | undefined) =>
      code && (list.find((one) => one.code === code)?.name ?? code);
    const places = [nameOf(choices.locations, location), nameOf(choices.channels, channel)];
    return joined([...places, category, team && shell("role", { role: team })]) || t("scope.everywhere");
  };
  const threshold = (path: string, value: unknown): string => {
    const field = fields.find((one) => one.path === path);
    if (!field || typeof value !== "number") return value === null ? t("diff.none") : String(value);
    if (field.unit === "money") return money(value);
    const shown = storedAsShown(value, field, minorPerUnit);
    return field.unit === "percent"
      ? format.percent(value, { decimals: decimalsOf(shown) })
      : `${figure(shown)} ${rules(`units.${field.unit}`)}`;
  };
  const mode = (row: ModeRow) =>
    joined([
      t(`mode.${row.mode}`),
      row.cooldownHours > 0
        ? part(t("columns.cooldown"), `${figure(row.cooldownHours)} ${t("units.hours")}`)
        : null,
    ]);
  const limit = (row: LimitRow) => {
    const most = { mostMinor: money, mostUnits: figure, dailyCount: figure, dailyMinor: money };
    const said = limitKeys.map((key) => {
      const value = row[key];
      return value === null ? null : part(t(`columns.${key}`), most[key](value));
    });
    return joined(said) || t("limits.noLimit");
  };
  const blackout = ({ when, kinds, scope: where }: BlackoutRow) =>
    joined([
      when.type === "once"
        ? part(t("when.once"), `${format.moment(when.from)} – ${format.moment(when.until)}`)
        : part(
            t("when.weekly"),
            `${format.list(when.weekdays.map((day) => t(`when.day.${day}` as "when.day.1")))} ${when.from}–${when.until}`,
          ),
      kinds.length > 0 ? format.list(kinds.map((kind) => t(`kind.${kind}`))) : t("anyKind"),
      scope(where),
    ]);
  const or = <Row>(row: Row | null, words: (row: Row) => string) =>
    row === null ? t("diff.none") : words(row);
  const nameOf = (change: Exclude<RuleChange, { row: null }>): string => {
    switch (change.path) {
      case "modes":
        return or(change.after ?? change.before, (row) => joined([t(`kind.${row.kind}`), scope(row.scope)]));
      case "limits":
        return or(change.after ?? change.before, (row) =>
          joined([
            row.who === "autopilot" ? t("autopilot") : shell("role", { role: row.who }),
            row.kind === "any" ? t("anyKind") : t(`kind.${row.kind}`),
            scope(row.scope),
          ]),
        );
      case "exceptions":
        return or(change.after ?? change.before, (row) => joined([label(row.path), scope(row.scope)]));
      case "blackouts":
        return change.row;
    }
  };
  const said = (change: RuleChange, side: "before" | "after"): string => {
    if (change.row === null) return threshold(change.path, change[side]);
    switch (change.path) {
      case "modes":
        return or(change[side], mode);
      case "limits":
        return or(change[side], limit);
      case "exceptions":
        return or(change[side], ({ path, value }) => threshold(path, value));
      case "blackouts":
        return or(change[side], blackout);
    }
  };
  return {
    what: (change) =>
      change.row === null ? label(change.path) : part(t(`${change.path}.title`), nameOf(change)),
    before: (change) => said(change, "before"),
    after: (change) => said(change, "after"),
  };
}

const limitKeys = ["mostMinor", "mostUnits", "dailyCount", "dailyMinor"] as const;
const decimalsOf = (value: number): number => Math.min(2, (String(value).split(".")[1] ?? "").length);
