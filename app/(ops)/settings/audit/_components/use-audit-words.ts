"use client";

import { useTranslations } from "next-intl";

/** Words for what the audit stores as codes; a code without words is shown as it is. */
export function useAuditWords() {
  const t = useTranslations("settings.audit");
  const word = (key: string, fallback: string) => (t.has(key) ? t(key) : fallback);
  return {
    verb: (verb: string) => word(`verbs.${verb}`, verb),
    entity: (entity: string) => word(`entities.${entity}`, entity),
    kind: (kind: string) => word(`kinds.${kind}`, kind),
  };
}
