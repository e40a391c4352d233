import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import type { TransferDetail } from "@/db/queries/transfers";

interface Stage {
  key: "planned" | "sent" | "shipped" | "received" | "cancelled";
  at: Date | null;
  reached: boolean;
  /** Where it stands now. */
  current: boolean;
  /** Not reached yet, but when it is expected. */
  expectedAt?: Date;
}

const steps = ["planned", "sent", "shipped", "received"] as const;

/** Planned, sent to whoever runs the origin, shipped, arrived; or where it ended instead. */
export function TransferTimeline({ transfer }: { transfer: TransferDetail }) {
  const t = useTranslations("transfers");
  const format = useFormat();
  const stages = stagesOf(transfer);
  return (
    <section aria-label={t("detail.timeline")} className="card px-4 py-3">
      <ol className="grid gap-x-2 gap-y-3 sm:grid-flow-col sm:auto-cols-fr">
        {stages.map((stage, index) => (
          <li
            key={stage.key}
            aria-current={stage.current ? "step" : undefined}
            className="flex gap-3 sm:flex-col sm:gap-1"
          >
            <span aria-hidden="true" className="flex items-center gap-2">
              <span
                className={`size-3 shrink-0 rounded-full border-2 ${
                  stage.reached ? "border-foreground bg-foreground" : "border-field-border"
                } ${stage.current ? "outline-2 outline-offset-2 outline-accent" : ""}`}
              />
              <span
                className={`hidden h-0.5 grow ${index < stages.length - 1 ? "sm:block" : ""} ${stage.reached ? "bg-foreground" : "bg-border"}`}
              />
            </span>
            <span>
              <span className={`block ${stage.reached ? "font-medium" : "text-muted"}`}>
                {t(`timeline.${stage.key}`)}
                {stage.reached ? null : <span className="sr-only"> ({t("timeline.notYet")})</span>}
              </span>
              <span className={stage.expectedAt && transfer.overdue ? "text-at-risk-ink" : "text-muted"}>
                {stage.at
                  ? format.moment(stage.at)
                  : stage.expectedAt
                    ? t(transfer.overdue ? "timeline.wasExpected" : "timeline.expected", {
                        day: format.day(stage.expectedAt),
                      })
                    : null}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function stagesOf(transfer: TransferDetail): Stage[] {
  const { state } = transfer;
  if (state === "cancelled") {
    const cancelled = transfer.events.find((event) => event.kind === "cancelled");
    return [
      { key: "planned", at: transfer.plannedAt, reached: true, current: false },
      { key: "cancelled", at: cancelled?.recordedAt ?? null, reached: true, current: true },
    ];
  }
  const reached = steps.indexOf(state);
  const times = {
    planned: transfer.plannedAt,
    sent: null,
    shipped: transfer.shippedAt,
    received: transfer.receivedAt,
  };
  return steps.map((key, index) => ({
    key,
    at: times[key],
    reached: index <= reached,
    current: index === reached,
    ...(key === "received" && state !== "received" && { expectedAt: transfer.expectedAt }),
  }));
}
