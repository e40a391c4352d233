"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Explainable } from "@/components/explain";
import { useFormat } from "@/components/format";
import { Money } from "@/components/money";
import { RangeBar } from "@/components/range-bar";
import { Unknown } from "@/components/unknown";
import { Steps } from "./steps";
import type { DecisionOption, MoneyRange } from "./types";

export interface OptionRowProps {
  option: DecisionOption;
  group: string;
  /** 1 to 5, the key that chooses it. */
  number: number;
  chosen: boolean;
  scale: { min: number; max: number };
  quantity: number | null;
  disabled: boolean;
  onChoose: () => void;
  onQuantity: (quantity: number) => void;
}

export const optionColumns = "@2xl/card:grid-cols-[24px_minmax(180px,1fr)_176px_104px_112px]";

/** One way to solve it: radio, what is done, value on the shared scale, cost, when it takes effect, what it leaves. */
export function OptionRow({
  option,
  group,
  number,
  chosen,
  scale,
  quantity,
  disabled,
  onChoose,
  onQuantity,
}: OptionRowProps) {
  const t = useTranslations("decisionCard");
  const inputId = `${group}-${option.id}`;
  return (
    <div
      className={`grid grid-cols-[24px_1fr] items-start gap-x-2 gap-y-1 border-t border-border px-2 py-2 ${optionColumns} ${
        chosen ? "bg-accent-soft shadow-[inset_2px_0_0_var(--accent)]" : "hover:bg-surface-secondary"
      }`}
    >
      <input
        id={inputId}
        type="radio"
        name={group}
        checked={chosen}
        disabled={disabled || Boolean(option.offReason)}
        onChange={onChoose}
        aria-keyshortcuts={String(number)}
        className="mt-0.5 size-4 justify-self-center accent-accent"
      />
      <div className="min-w-0">
        <label
          htmlFor={inputId}
          className="block cursor-pointer text-form font-medium"
          title={t("keyTip", { key: String(number) })}
        >
          {option.title}
        </label>
        {option.leaves ? (
          <p className="text-caption text-muted">{t("leaves", { what: option.leaves })}</p>
        ) : null}
        {option.offReason ? <p className="text-caption text-at-risk-ink">{option.offReason}</p> : null}
        {chosen && option.quantity ? (
          <QuantityStepper
            quantity={option.quantity}
            value={quantity ?? option.quantity.value}
            disabled={disabled}
            onChange={onQuantity}
          />
        ) : null}
      </div>
      <div className="@max-2xl/card:col-start-2">
        {option.value ? (
          <Value value={option.value} scale={scale} strong={chosen} />
        ) : (
          <Unknown reason={t("valueUnknown")} />
        )}
        {option.claim ? (
          <Explainable view={option.claim.explain} className="text-caption text-muted">
            {option.claim.text}
          </Explainable>
        ) : null}
      </div>
      <Cell name={t("cost")} none={t("noCost")} className="@2xl/card:text-right">
        {option.cost ? <Money value={option.cost} currencyDisplay="symbol" /> : null}
      </Cell>
      <Cell name={t("takesEffect")} none={t("noEffect")}>
        {option.takesEffect}
      </Cell>
      {chosen && option.steps ? (
        <div className="col-start-2 -col-end-1">
          <Steps steps={option.steps} />
        </div>
      ) : null}
    </div>
  );
}

/** A cell that carries its own name on a phone; one with nothing in it is not seen there. */
function Cell({
  name,
  none,
  className = "",
  children,
}: {
  name: string;
  /** Said where there is nothing to show. */
  none: string;
  className?: string;
  children: ReactNode;
}) {
  const empty = children === null || children === undefined;
  return (
    <div className={`@max-2xl/card:col-start-2 ${empty ? "@max-2xl/card:sr-only" : ""} ${className}`}>
      {empty ? (
        <span className="sr-only">{none}</span>
      ) : (
        <>
          <span className="text-caption text-muted @2xl/card:sr-only">{name} </span>
          {children}
        </>
      )}
    </div>
  );
}

function Value({
  value,
  scale,
  strong,
}: {
  value: MoneyRange;
  scale: { min: number; max: number };
  strong: boolean;
}) {
  const t = useTranslations("decisionCard");
  const format = useFormat();
  const figures = format.moneyRange(value.lowMinor, value.highMinor, value.currency, {
    currencyDisplay: "symbol",
  });
  const one = format.money(value.midMinor, value.currency, {
    precision: "estimate",
    currencyDisplay: "symbol",
  });
  const mid = format.money(value.midMinor, value.currency, {
    precision: "estimate",
    currencyDisplay: "symbol",
    signed: true,
  });
  const ink = value.midMinor > 0 ? "text-gain" : value.midMinor < 0 ? "text-loss" : "";
  return (
    <div>
      <RangeBar
        low={value.lowMinor}
        mid={value.midMinor}
        high={value.highMinor}
        scaleMin={scale.min}
        scaleMax={scale.max}
        strong={strong}
        label={figures === one ? t("valueOne", { mid }) : t("valueRange", { mid, range: figures })}
      />
      <p aria-hidden="true" className="text-caption whitespace-nowrap">
        <span className={`font-medium ${ink}`}>{mid}</span>
        {figures === one ? null : <span className="text-muted"> ({figures})</span>}
      </p>
    </div>
  );
}

interface StepperProps {
  quantity: NonNullable<DecisionOption["quantity"]>;
  value: number;
  disabled: boolean;
  onChange: (value: number) => void;
}

function QuantityStepper({ quantity, value, disabled, onChange }: StepperProps) {
  const t = useTranslations("decisionCard");
  const format = useFormat();
  const set = (next: number) => onChange(Math.min(quantity.max, Math.max(quantity.min, next)));
  const button =
    "flex size-8 cursor-pointer items-center justify-center border border-field-border bg-surface hover:bg-surface-secondary disabled:text-muted disabled:cursor-not-allowed";
  return (
    <fieldset disabled={disabled} className="flex flex-wrap items-center gap-2 pt-2">
      <legend className="sr-only">{t("quantity")}</legend>
      <span className="flex">
        <button
          type="button"
          className={`${button} rounded-l-control`}
          aria-label={t("less", { step: quantity.step })}
          disabled={value <= quantity.min}
          onClick={() => set(value - quantity.step)}
        >
          −
        </button>
        <output
          className="flex h-8 min-w-20 items-center justify-center border-y border-field-border bg-surface px-2 font-medium"
          aria-live="polite"
        >
          {format.number(value)}
        </output>
        <button
          type="button"
          className={`${button} rounded-r-control`}
          aria-label={t("more", { step: quantity.step })}
          disabled={value >= quantity.max}
          onClick={() => set(value + quantity.step)}
        >
          +
        </button>
      </span>
      <span className="text-caption text-muted">
        {quantity.unit} ·{" "}
        {t("quantityLimits", {
          min: format.number(quantity.min),
          max: format.number(quantity.max),
          step: format.number(quantity.step),
        })}
      </span>
    </fieldset>
  );
}
