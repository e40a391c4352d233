"use client";

import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";

/** A secret at the one moment when it can be read: shown whole, copied with one press. */
export function SecretOnce({ label, secret, help }: { label: string; secret: string; help?: string }) {
  const t = useTranslations("settings");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(secret);
    setCopied(true);
  };
  return (
    <div className="flex flex-col gap-2 rounded-control bg-accent-soft p-3">
      <p className="font-medium">{label}</p>
      <code className="font-mono text-caption break-all select-all">{secret}</code>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" icon={<Copy aria-hidden="true" size={14} />} onPress={() => void copy()}>
          {t("copy")}
        </Button>
        <span role="status" className="text-caption text-muted">
          {copied ? t("copied") : (help ?? t("shownOnce"))}
        </span>
      </div>
    </div>
  );
}
