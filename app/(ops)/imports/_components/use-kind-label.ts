import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** The word for a kind of record; its own name when there is no word. */
export function useKindLabel(): (kind: string) => string {
  const t = useTranslations("imports.kinds");
  return useCallback((kind) => (t.has(kind) ? t(kind as "orders") : kind), [t]);
}
