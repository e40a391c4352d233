"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/button";

/** Opens the browser's print dialogue. */
export function PrintButton() {
  const t = useTranslations("transfers.document");
  return (
    <Button variant="primary" onPress={() => window.print()}>
      {t("print")}
    </Button>
  );
}
