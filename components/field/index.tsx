"use client";

import { useTranslations } from "next-intl";
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from "react";
import { useFormat } from "@/components/format";
import { describedBy, FieldFrame, type FieldTexts } from "./frame";
import { parseNumber } from "./parse-number";

export { focusFirstError } from "./focus-first-error";
export { parseNumber } from "./parse-number";

interface InputBase extends FieldTexts {
  name: string;
  /** Stands inside the field's end: "days", "US$". */
  unit?: string;
  /** Characters that fit; the width follows the content, not the page. */
  widthChars?: number;
}

type InputRest = Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id">;

function UnitInput({
  unit,
  widthChars,
  attributes,
}: {
  unit?: string;
  widthChars?: number;
  attributes: InputHTMLAttributes<HTMLInputElement>;
}) {
  return (
    <span
      className="relative inline-flex max-w-full"
      style={{ width: widthChars ? `calc(${widthChars}ch + ${unit ? 24 + unit.length * 9 : 24}px)` : "100%" }}
    >
      <input
        {...attributes}
        className="field-native w-full"
        style={unit ? { paddingInlineEnd: `${16 + unit.length * 9}px` } : undefined}
      />
      {unit ? (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted"
        >
          {unit}
        </span>
      ) : null}
    </span>
  );
}

/** One line of text. `validate` runs on leaving the field and returns what is wrong, or null. */
export function TextField({
  label,
  help,
  error,
  optional,
  name,
  unit,
  widthChars,
  validate,
  ...rest
}: InputBase & InputRest & { validate?: (value: string) => string | null }) {
  const id = useId();
  const t = useTranslations("common");
  const [found, setFound] = useState<string | null>(null);
  const texts = { label, help, error: error ?? found, optional };
  const attributes = {
    ...rest,
    ...describedBy(id, texts),
    name,
    required: rest.required,
    onBlur: (event: React.FocusEvent<HTMLInputElement>) => {
      setFound(validate?.(event.target.value) ?? null);
      rest.onBlur?.(event);
    },
  };
  return (
    <FieldFrame id={id} {...texts} optionalWord={t("optional")}>
      <UnitInput unit={unit} widthChars={widthChars} attributes={attributes} />
    </FieldFrame>
  );
}

export interface NumberFieldProps extends InputBase {
  defaultValue?: number | null;
  min?: number;
  max?: number;
  /** Whole figures only. */
  whole?: boolean;
  required?: boolean;
  disabled?: boolean;
  /** Told with every change while it is typed; null when empty or refused as it stands. */
  onValue?: (value: number | null) => void;
}

/**
 * A figure as people type it. The form sends the plain number in a hidden field of the same name; what is
 * ambiguous or out of range is refused with both readings or the limits, and the text typed stays.
 */
export function NumberField({
  label,
  help,
  error,
  optional,
  name,
  unit,
  widthChars = 10,
  defaultValue = null,
  min,
  max,
  whole,
  required,
  disabled,
  onValue,
}: NumberFieldProps) {
  const id = useId();
  const t = useTranslations("common");
  const format = useFormat();
  const decimals = (figure: number) => Math.min(6, (String(figure).split(".")[1] ?? "").length);
  const print = (figure: number): string => format.number(figure, { decimals: decimals(figure) });
  const [text, setText] = useState(defaultValue === null ? "" : print(defaultValue));
  const [left, setLeft] = useState(false);

  const problemIn = (typed: string, parsed: ReturnType<typeof parseNumber>): string | null => {
    if (parsed.ok) {
      if (min !== undefined && parsed.value < min) return t("number.least", { figure: print(min) });
      if (max !== undefined && parsed.value > max) return t("number.most", { figure: print(max) });
      return null;
    }
    if (parsed.problem === "empty") return required ? t("number.required") : null;
    if (parsed.problem === "ambiguous")
      return t("number.ambiguous", { first: String(parsed.readings[0]), second: String(parsed.readings[1]) });
    return whole ? t("number.notWhole", { text: typed }) : t("number.not", { text: typed });
  };
  const read = (typed: string) => {
    const parsed = parseNumber(typed, { whole });
    const problem = problemIn(typed, parsed);
    return { problem, value: parsed.ok && !problem ? parsed.value : null };
  };
  const { problem, value } = read(text);
  // What the field itself finds is said in its own unit, whatever else it was refused for.
  const own = left || error ? problem : null;
  const texts = { label, help, error: own ?? error, optional };
  return (
    <FieldFrame id={id} {...texts} optionalWord={t("optional")}>
      <UnitInput
        unit={unit}
        widthChars={widthChars}
        attributes={{
          ...describedBy(id, texts),
          value: text,
          disabled,
          inputMode: whole ? "numeric" : "decimal",
          autoComplete: "off",
          onChange: (event) => {
            setText(event.target.value);
            onValue?.(read(event.target.value).value);
          },
          onBlur: () => {
            setLeft(true);
            if (value !== null) setText(print(value));
          },
        }}
      />
      <input type="hidden" name={name} value={value ?? text} />
    </FieldFrame>
  );
}

export interface SelectFieldProps
  extends FieldTexts,
    Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id" | "children"> {
  name: string;
  options: { value: string; label: string; disabled?: boolean }[];
  /** First entry without a value: "Choose a place". */
  placeholder?: string;
}

/** One of a list. */
export function SelectField({
  label,
  help,
  error,
  optional,
  name,
  options,
  placeholder,
  ...rest
}: SelectFieldProps) {
  const id = useId();
  const t = useTranslations("common");
  const texts = { label, help, error, optional };
  return (
    <FieldFrame id={id} {...texts} optionalWord={t("optional")}>
      <select
        {...rest}
        {...describedBy(id, texts)}
        name={name}
        className="field-native w-fit max-w-full pr-8"
      >
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export type TextAreaFieldProps = FieldTexts &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "id"> & { name: string };

/** Several lines of text. */
export function TextAreaField({ label, help, error, optional, name, ...rest }: TextAreaFieldProps) {
  const id = useId();
  const t = useTranslations("common");
  const texts = { label, help, error, optional };
  return (
    <FieldFrame id={id} {...texts} optionalWord={t("optional")}>
      <textarea rows={3} {...rest} {...describedBy(id, texts)} name={name} className="field-native w-full" />
    </FieldFrame>
  );
}

/** A yes or no that is saved with its form. */
export function CheckboxField({
  label,
  help,
  error,
  name,
  ...rest
}: FieldTexts & InputRest & { name: string }) {
  const id = useId();
  const texts = { label, help, error };
  return (
    <div className="flex flex-col gap-1">
      <label className="flex min-h-6 cursor-pointer items-start gap-2 text-form">
        <input
          {...rest}
          {...describedBy(id, texts)}
          type="checkbox"
          name={name}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span>{label}</span>
      </label>
      {error ? (
        <p id={`${id}-error`} className="pl-6 text-caption text-out-ink">
          {error}
        </p>
      ) : null}
      {help ? (
        <p id={`${id}-help`} className="max-w-prose pl-6 text-caption text-muted">
          {help}
        </p>
      ) : null}
    </div>
  );
}

export interface SwitchFieldProps {
  label: ReactNode;
  help?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  pending?: boolean;
  offReason?: string | null;
}

/** A switch that acts at once and stands alone. */
export function SwitchField({ label, help, checked, onChange, pending, offReason }: SwitchFieldProps) {
  const id = useId();
  const inert = Boolean(pending) || Boolean(offReason);
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center gap-3">
        <button
          type="button"
          role="switch"
          aria-checked={checked}
          aria-labelledby={`${id}-label`}
          aria-describedby={help || offReason ? `${id}-help` : undefined}
          aria-disabled={inert || undefined}
          aria-busy={pending || undefined}
          className={`keeps-colours relative h-6 w-10 shrink-0 rounded-full border ${inert ? "cursor-not-allowed opacity-60" : "cursor-pointer"} ${
            checked ? "border-accent bg-accent" : "border-field-border bg-surface-tertiary"
          }`}
          onClick={() => (inert ? undefined : onChange(!checked))}
        >
          <span
            className={`absolute top-[3px] left-[3px] size-4 rounded-full transition-transform duration-100 ${checked ? "translate-x-4 bg-accent-foreground" : "bg-foreground"}`}
          />
        </button>
        <span id={`${id}-label`} className="text-form font-medium">
          {label}
        </span>
      </span>
      {help || offReason ? (
        <p id={`${id}-help`} className="max-w-prose pl-13 text-caption text-muted">
          {offReason ?? help}
        </p>
      ) : null}
    </div>
  );
}
