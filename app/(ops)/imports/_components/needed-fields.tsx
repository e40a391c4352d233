"use client";

import { useTranslations } from "next-intl";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import { columnOf } from "../_mapping/address";
import type { FieldView } from "../types";
import { useFieldLabel } from "./use-field-label";

/** The fields every record needs that nothing gives yet. */
export function missingFields(fields: FieldView[], mapping: MappingInput): FieldView[] {
  return fields.filter(
    ({ name, required }) =>
      required && mapping.columns[name] === undefined && !(name === "currency" && mapping.currency),
  );
}

/** What every record needs and where it comes from; what is missing stands first. */
export function NeededFields({ fields, mapping }: { fields: FieldView[]; mapping: MappingInput }) {
  const t = useTranslations("imports.columns");
  const label = useFieldLabel();
  const missing = missingFields(fields, mapping);
  const fixed = Object.entries(mapping.columns).filter(([, source]) => columnOf(source) === null);
  return (
    <div role="status" className="flex flex-col gap-1 px-4 pb-2">
      {missing.length > 0 ? (
        <p className="text-out-ink">
          {t("missing", { fields: missing.map(({ name }) => label(name)).join(", ") })}
        </p>
      ) : (
        <p>{t("complete")}</p>
      )}
      {fixed.map(([field, source]) => (
        <p key={field} className="text-muted">
          {t("fixed", {
            field: label(field),
            value: typeof source === "string" ? source : (source.constant ?? ""),
          })}
        </p>
      ))}
    </div>
  );
}
