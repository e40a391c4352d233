"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { usePastMoment } from "./moment";

/** In the place of a figure: of a past moment it is not kept; now it is missing for another reason. */
export function NotKept({ otherwise }: { otherwise: ReactNode }) {
  const t = useTranslations("past");
  return usePastMoment() === null ? otherwise : <span className="text-muted">{t("notKept")}</span>;
}
