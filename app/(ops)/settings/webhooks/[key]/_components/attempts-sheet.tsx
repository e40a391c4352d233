"use client";

import type { Route } from "next";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { SideSheet } from "@/components/side-sheet";
import type { DeliveryAttempt } from "@/lib/services/webhook/list-deliveries";

/** An attempt as it travels to the browser. */
type Attempt = Omit<DeliveryAttempt, "startedAt"> & { startedAt: string };

const outcomes = ["accepted", "retry", "refused", "failed", "lost"] as const;

/** Every attempt of the delivery that stands in the address, newest first; closing takes it out again. */
export function AttemptsSheet({ endpointKey, attempts }: { endpointKey: string; attempts: Attempt[] }) {
  const t = useTranslations("webhooks");
  const format = useFormat();
  const router = useRouter();
  const params = useSearchParams();
  const close = () => {
    const next = new URLSearchParams(params);
    next.delete("open");
    const path = `/settings/webhooks/${encodeURIComponent(endpointKey)}`;
    router.push((next.size > 0 ? `${path}?${next}` : path) as Route, { scroll: false });
  };
  const outcome = (attempt: Attempt) => {
    const known = outcomes.find((one) => one === attempt.outcome);
    return known ? t(`outcomes.${known}`) : t("outcomes.underWay");
  };
  return (
    <SideSheet open onClose={close} title={t("attemptsTitle")} widthPx={640}>
      {attempts.length === 0 ? (
        <EmptyState kind="nothingYet" title={t("noAttempts")} text={t("noAttemptsText")} />
      ) : (
        <ol className="flex flex-col gap-4">
          {attempts.map((attempt) => (
            <li
              key={attempt.attempt}
              className="flex flex-col gap-1 border-b border-border pb-4 last:border-b-0"
            >
              <p className="font-medium">
                {t("attempt", { number: attempt.attempt })} · {outcome(attempt)}
              </p>
              <p className="text-muted">
                {[
                  format.moment(attempt.startedAt),
                  attempt.httpStatus === null
                    ? t("noAnswer")
                    : t("answered", { status: String(attempt.httpStatus) }),
                  attempt.durationMs === null
                    ? null
                    : t("took", { milliseconds: Math.round(attempt.durationMs) }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              {attempt.answer ? (
                <pre className="max-h-60 overflow-auto rounded-control bg-surface-secondary p-3 font-mono text-caption whitespace-pre-wrap break-all">
                  {attempt.answer}
                </pre>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </SideSheet>
  );
}
