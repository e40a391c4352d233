"use client";

import { useTranslations } from "next-intl";
import type { ActionError } from "@/app/_edge/describe-error";

interface Facts {
  missingScopes: string[];
  detail: string | null;
}

/** What the vendor's check found, out of an error's details; null when the error is about something else. */
function factsOf(details: unknown): Facts | null {
  if (typeof details !== "object" || details === null || !("missingScopes" in details)) return null;
  const { missingScopes } = details;
  const detail = "detail" in details && typeof details.detail === "string" ? details.detail : null;
  return Array.isArray(missingScopes) ? { missingScopes: missingScopes.map(String), detail } : null;
}

/** Why credentials were not kept: the sentence, the permissions that are missing, and what the vendor itself said. */
export function CheckNote({ error }: { error: ActionError | null }) {
  const t = useTranslations("connections");
  if (!error) return null;
  const facts = factsOf(error.details);
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-control bg-out-soft px-3 py-2 text-out-ink">
      <p>{error.message}</p>
      {facts && facts.missingScopes.length > 0 ? (
        <div>
          <p className="font-medium">{t("missingScopes")}</p>
          <ScopeList scopes={facts.missingScopes} />
        </div>
      ) : null}
      {facts?.detail ? (
        <p className="text-caption">
          {t("vendorSaid")} <span className="break-words">{facts.detail}</span>
        </p>
      ) : null}
    </div>
  );
}

/** Permissions by the vendor's own names. */
export function ScopeList({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1 pt-1">
      {scopes.map((scope) => (
        <li
          key={scope}
          className="rounded-chip bg-surface-tertiary px-1.5 font-mono text-caption text-foreground"
        >
          {scope}
        </li>
      ))}
    </ul>
  );
}
