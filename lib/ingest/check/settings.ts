import { type FieldReason, fieldReason, type Reason } from "@/lib/ingest/reasons";

/** How the cells of one source are written. */
export interface ReadSettings {
  /** Patterns such as "yyyy-MM-dd HH:mm"; empty: every common form is tried and an ambiguous date is rejected. */
  dateFormats: readonly string[];
  /** Zone of dates and times that carry no offset. */
  timeZone: string;
  decimalSign: "." | ",";
  /** Mark between groups of three digits; empty: none. */
  thousandsSign: string;
  /** Unit of a bare weight or volume. */
  units: { weight: "g" | "kg" | "lb" | "oz"; volume: "cm3" | "l" | "m3" };
}

export const plainSettings: ReadSettings = {
  dateFormats: [],
  timeZone: "UTC",
  decimalSign: ".",
  thousandsSign: ",",
  units: { weight: "g", volume: "cm3" },
};

/** What is wrong with one field of one record. */
export interface Problem extends Reason {
  field: string | null;
  value: string | null;
}

/** The place a reader leaves its finding; one a field, the first counts. `fail` returns null, so that a reader can return it. */
export interface Findings {
  found: Reason | null;
  fail: (key: FieldReason, named?: Record<string, string | number>) => null;
  /** Hands the finding over and is ready for the next field. */
  take: () => Reason | null;
}

export function findings(): Findings {
  const at: Findings = {
    found: null,
    fail: (key, named) => {
      at.found ??= fieldReason(key, named);
      return null;
    },
    take: () => {
      const { found } = at;
      at.found = null;
      return found;
    },
  };
  return at;
}
