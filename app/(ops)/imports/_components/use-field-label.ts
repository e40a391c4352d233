import { useTranslations } from "next-intl";

/** The word for a field of any kind; its own name when there is no word. */
export function useFieldLabel(): (field: string) => string {
  const t = useTranslations("imports.fields");
  return (field) => (t.has(field) ? t(field as "sku") : field);
}
