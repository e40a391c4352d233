"use client";

import { useTranslations } from "next-intl";
import type { Scope } from "@/lib/services/policy/scope";
import { ScopeCell, type ScopeChoices } from "./cells";
import type { EditedColumn } from "./rows-editor";

/** The column that says where a row holds. `only`: what may be named in a row; left out: everything. */
export function useScopeColumn<Row extends { scope: Scope }>(
  choices: ScopeChoices,
  editable: boolean,
  only?: (row: Row) => readonly (keyof Scope)[],
): EditedColumn<Row> {
  const t = useTranslations("authority.columns");
  return {
    key: "scope",
    header: t("where"),
    cell: (row, change, name) => (
      <ScopeCell
        name={name}
        editable={editable}
        scope={row.scope}
        choices={choices}
        only={only?.(row)}
        onChange={(scope) => change({ ...row, scope })}
      />
    ),
  };
}
