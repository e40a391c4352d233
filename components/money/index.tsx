import { type MoneyOptions, useFormat } from "@/components/format";
import { Unknown } from "@/components/unknown";
import type { Money as Amount } from "@/lib/core/money";

export interface MoneyProps extends MoneyOptions {
  value: Amount | null;
  /** "change": a change or a decision's value, coloured as gain or loss and signed. Plain by default. */
  tone?: "plain" | "change";
}

/** An amount with its currency. */
export function Money({ value, tone = "plain", ...options }: MoneyProps) {
  const format = useFormat();
  if (!value) return <Unknown />;
  const isChange = tone === "change";
  const ink = !isChange || value.minor === 0 ? "" : value.minor > 0 ? "text-gain" : "text-loss";
  return (
    <span className={`whitespace-nowrap ${ink}`}>
      {format.money(value.minor, value.currency, { ...options, signed: options.signed ?? isChange })}
    </span>
  );
}
