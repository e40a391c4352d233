"use client";

import { useTranslations } from "next-intl";
import { Freshness } from "@/components/freshness";
import { AppLink } from "@/components/link";
import { Unknown } from "@/components/unknown";
import type { EvidenceFact } from "./types";

/** The facts that the decision rests on, each with its age. */
export function Evidence({ facts }: { facts: EvidenceFact[] }) {
  const t = useTranslations("decisionCard");
  const common = useTranslations("common");
  return (
    <section aria-label={t("evidence")}>
      <h3 className="pb-1 text-caption font-medium text-muted">{t("evidence")}</h3>
      <dl className="grid gap-x-8 border-t border-border lg:grid-cols-2">
        {facts.map((fact) => (
          <div
            key={fact.id}
            className="grid grid-cols-[minmax(0,1fr)_auto] grid-rows-[auto_1fr] gap-x-3 border-b border-border py-1.5"
          >
            <dt className="row-span-2 text-muted">
              {fact.href ? (
                <AppLink href={fact.href} className="underline underline-offset-2 hover:text-foreground">
                  {fact.label}
                </AppLink>
              ) : (
                fact.label
              )}
              {fact.source ? <span className="block text-caption">{fact.source}</span> : null}
            </dt>
            <dd className="max-w-48 text-right font-medium">
              {fact.value === null ? <Unknown /> : fact.value}
              {fact.simulated ? <span className="font-normal text-muted"> {common("simulated")}</span> : null}
            </dd>
            <dd className="flex justify-end">
              <Freshness asOf={fact.asOf} limitMinutes={fact.limitMinutes} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
