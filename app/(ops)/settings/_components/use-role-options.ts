"use client";

import { useTranslations } from "next-intl";
import { ROLES } from "@/lib/services/_shared/actor";

/** The five roles by their names. */
export function useRoleOptions(): { value: string; label: string }[] {
  const t = useTranslations("shell");
  return ROLES.map((role) => ({ value: role, label: t("role", { role }) }));
}
