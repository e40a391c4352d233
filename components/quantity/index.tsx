import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { Unknown } from "@/components/unknown";

export interface QuantityProps {
  value: number | null;
  /** Word after the figure; "none" in a column whose head names the unit. Default units. */
  unit?: "units" | "days" | "orders" | "lines" | "skus" | "ads" | "none";
  decimals?: number;
  signed?: boolean;
}

/** A count or a duration with its unit. */
export function Quantity({ value, unit = "units", decimals, signed }: QuantityProps) {
  const format = useFormat();
  if (value === null) return <Unknown />;
  const figure =
    unit === "days" && decimals === undefined
      ? format.days(value)
      : format.number(value, { decimals, signed });
  return (
    <span className="whitespace-nowrap">
      {unit === "none" ? figure : <WithUnit unit={unit} count={value} figure={figure} />}
    </span>
  );
}

/** Apart from bare figures, which tables hold hundreds of. */
function WithUnit({
  unit,
  ...values
}: {
  unit: Exclude<QuantityProps["unit"], "none" | undefined>;
  count: number;
  figure: string;
}) {
  return useTranslations("format")(unit, values);
}
