import { useTranslations } from "next-intl";
import { StateStrip } from "@/components/charts";
import { useFormat } from "@/components/format";
import type { CanaryState } from "@/db/queries/canary";

interface Beat {
  sentAt: Date;
  visibleAt: Date | null;
  milliseconds: number | null;
}

/** The event that goes through the whole path each minute: 24 hours of it, with what was lost, late or never sent. */
export function CanaryPanel({
  state,
  last,
  lateSeconds,
  now,
}: {
  state: CanaryState;
  last: Beat | null;
  /** Those that took longer count as late. */
  lateSeconds: number;
  now: Date;
}) {
  const t = useTranslations("trust.canary");
  const format = useFormat();
  const seconds = (milliseconds: number) => format.number(milliseconds / 1_000, { decimals: 2 });
  const from = new Date(now.getTime() - 86_400_000);
  const spans = state.troubles.map((trouble) => ({
    from: trouble.from.toISOString(),
    to: trouble.to.toISOString(),
    state:
      trouble.kind === "lost"
        ? ("down" as const)
        : trouble.kind === "late"
          ? ("late" as const)
          : ("unknown" as const),
    label: t(`spans.${trouble.kind}`, {
      count: trouble.beats,
      from: format.moment(trouble.from),
      to: format.moment(trouble.to),
    }),
  }));
  const silentHours = Math.round(
    state.troubles
      .filter((trouble) => trouble.kind === "silent")
      .reduce((sum, trouble) => sum + trouble.to.getTime() - trouble.from.getTime(), 0) / 3_600_000,
  );
  const { beats, lost, late, p50, p95, p99 } = state;
  const sentence =
    beats === 0
      ? t("none")
      : t("sums", { beats, lost, late, beatsShown: format.number(beats), limit: format.number(lateSeconds) });
  const figures =
    p50 === null || p95 === null || p99 === null
      ? null
      : t("percentiles", { p50: seconds(p50), p95: seconds(p95), p99: seconds(p99) });
  return (
    <StateStrip
      title={t("title")}
      subtitle={t("subtitle")}
      asOf={last?.visibleAt?.toISOString() ?? null}
      summary={sentence}
      csvName="plimsoll-canary"
      from={from.toISOString()}
      to={now.toISOString()}
      rows={[{ label: t("row"), spans }]}
      note={
        <>
          <p className={lost > 0 ? "text-out-ink" : undefined}>
            {sentence} {beats > 0 && silentHours > 0 ? t("silent", { hours: silentHours }) : null}
          </p>
          {last ? (
            <p className="text-muted">
              {last.milliseconds === null
                ? t("lastMissing", { at: format.time(last.sentAt) })
                : t("last", { seconds: seconds(last.milliseconds), at: format.time(last.sentAt) })}{" "}
              {figures}
            </p>
          ) : null}
        </>
      }
    />
  );
}
