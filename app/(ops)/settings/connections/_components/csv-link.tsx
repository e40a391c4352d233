"use client";

import { useTranslations } from "next-intl";
import { usePastMoment } from "@/components/past/moment";

/** The way to a table as a file, in its foot. */
export function CsvLink({ href }: { href: string }) {
  const t = useTranslations("connections");
  const asOf = usePastMoment();
  return (
    <a
      href={asOf ? `${href}?asOf=${encodeURIComponent(asOf)}` : href}
      download
      className="target-24 inline-flex items-center text-accent underline underline-offset-2"
    >
      {t("csv")}
    </a>
  );
}
