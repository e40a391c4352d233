"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { parseNumber } from "@/components/field";
import { useFormat } from "@/components/format";
import type { Scope } from "@/lib/services/policy/scope";

/** What a rule's place may be, by name. */
export interface ScopeChoices {
  categories: string[];
  channels: { code: string; name: string }[];
  locations: { code: string; name: string }[];
}

interface CellProps {
  name: string;
  editable: boolean;
}

/** One of a few; text where it may only be read. */
export function ChoiceCell<Value extends string>({
  name,
  editable,
  value,
  options,
  onChange,
}: CellProps & {
  value: Value;
  options: { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  const shown = options.find((option) => option.value === value)?.label ?? value;
  if (!editable) return <span className="inline-flex min-h-8 items-center">{shown}</span>;
  return (
    <select
      aria-label={name}
      className="field-native w-fit max-w-60 pr-8"
      value={value}
      onChange={(event) => {
        const next = options.find((option) => option.value === event.target.value);
        if (next) onChange(next.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** A figure, or nothing where `none` says what that means. `perShown` of the stored unit make one of the page's. */
export function FigureCell({
  name,
  editable,
  value,
  perShown = 1,
  whole = false,
  none,
  unit = "",
  onChange,
}: CellProps & {
  value: number | null;
  perShown?: number;
  /** Whole figures only. */
  whole?: boolean;
  none?: string;
  /** Left out where the column says it. */
  unit?: string;
  onChange: (value: number | null) => void;
}) {
  const format = useFormat();
  const print = (figure: number) =>
    format.number(figure, { decimals: Math.min(6, (String(figure).split(".")[1] ?? "").length) });
  const shown = value === null ? "" : print(Number((value / perShown).toPrecision(12)));
  const [text, setText] = useState(shown);
  if (!editable)
    return (
      <span className="inline-flex min-h-8 items-center whitespace-nowrap">
        {value === null ? <span className="text-muted">{none}</span> : `${shown} ${unit}`.trim()}
      </span>
    );
  return (
    <span className="relative inline-flex">
      <input
        aria-label={name}
        inputMode="decimal"
        autoComplete="off"
        className="field-native"
        style={{
          width: `calc(${Math.max(8, none?.length ?? 0, text.length + 1)}ch + ${24 + unit.length * 9}px)`,
          paddingInlineEnd: `${16 + unit.length * 9}px`,
        }}
        placeholder={none}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const parsed = parseNumber(event.target.value, { whole });
          if (parsed.ok) onChange(Number((parsed.value * perShown).toPrecision(12)));
          // What cannot be read is refused by the field, not taken for none.
          else onChange(event.target.value.trim() === "" ? null : Number.NaN);
        }}
        onBlur={() => {
          const parsed = parseNumber(text, { whole });
          if (parsed.ok) setText(print(parsed.value));
        }}
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted"
      >
        {unit}
      </span>
    </span>
  );
}

/** Where a rule holds: everywhere, or a location, a channel, a category, a team, or several of them. */
export function ScopeCell({
  name,
  editable,
  scope,
  choices,
  only,
  onChange,
}: CellProps & {
  scope: Scope;
  choices: ScopeChoices;
  /** What may be named; left out: everything. */
  only?: readonly (keyof Scope)[];
  onChange: (scope: Scope) => void;
}) {
  const t = useTranslations("authority.scope");
  const roles = useTranslations("shell");
  const nameOf = (list: { code: string; name: string }[], code: string) =>
    list.find((one) => one.code === code)?.name ?? code;
  const parts = [
    scope.location && nameOf(choices.locations, scope.location),
    scope.channel && nameOf(choices.channels, scope.channel),
    scope.category,
    scope.team && roles("role", { role: scope.team }),
  ].filter(Boolean);
  const text = parts.length > 0 ? parts.join(" · ") : t("everywhere");
  if (!editable) return <span className="inline-flex min-h-8 items-center">{text}</span>;
  const fields: { key: keyof Scope; options: { value: string; label: string }[] }[] = [
    { key: "location", options: choices.locations.map((one) => ({ value: one.code, label: one.name })) },
    { key: "channel", options: choices.channels.map((one) => ({ value: one.code, label: one.name })) },
    { key: "category", options: choices.categories.map((one) => ({ value: one, label: one })) },
    {
      key: "team",
      options: (["supply", "marketing", "operator"] as const).map((role) => ({
        value: role,
        label: roles("role", { role }),
      })),
    },
  ];
  return (
    <details className="min-w-32">
      <summary className="flex min-h-8 cursor-pointer items-center gap-1 underline decoration-dotted underline-offset-2">
        {text}
        <span className="sr-only">, {name}</span>
      </summary>
      <div className="flex flex-col gap-1.5 py-1">
        {fields
          .filter(({ key }) => only?.includes(key) ?? true)
          .map(({ key, options }) => (
            <label key={key} className="flex flex-col text-caption text-muted">
              {t(key)}
              <select
                className="field-native w-44 pr-8 text-foreground"
                value={scope[key] ?? ""}
                onChange={(event) => {
                  const { [key]: _, ...rest } = scope;
                  onChange((event.target.value ? { ...rest, [key]: event.target.value } : rest) as Scope);
                }}
              >
                <option value="">{t("any")}</option>
                {options.map((option) => (
                  <option key={option.value} value={option.value}>
                    {option.label}
                  </option>
                ))}
              </select>
            </label>
          ))}
      </div>
    </details>
  );
}
