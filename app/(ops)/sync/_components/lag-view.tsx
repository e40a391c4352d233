import { useTranslations } from "next-intl";
import { getSaid } from "@/app/_edge/get-said";
import { sayStored } from "@/app/_edge/said";
import type { Db } from "@/db/client";
import { lastCanaryBeat } from "@/db/queries/alerts";
import { canaryState } from "@/db/queries/canary";
import type { SourceRow } from "@/db/queries/sync";
import type { Actor } from "@/lib/services/_shared/actor";
import { readAlertSettings } from "@/lib/services/alert/settings";
import { listStreams } from "@/lib/services/connection/live/list-streams";
import { isLate } from "../late";
import { CanaryPanel } from "./canary-panel";
import { LagPanel } from "./lag-panel";
import { LiveStreamsPanel } from "./live-streams-panel";
import { SourcesPanel } from "./sources-panel";

const hours = 24;

/** How late is what is seen: the event of each minute, every source from event to visible, and what each stream is at. */
export async function LagView({ db, actor, sources }: { db: Db; actor: Actor; sources: SourceRow[] }) {
  const { canarySeconds } = (await readAlertSettings(db)).rules;
  const [said, state, last, streams] = await Promise.all([
    getSaid(),
    canaryState(db, { hours, lateMilliseconds: canarySeconds * 1_000 }),
    lastCanaryBeat(db),
    listStreams(db, actor),
  ]);
  const now = new Date();
  const byNeed = [...sources].sort((a, b) => Number(isLate(b, now)) - Number(isLate(a, now)));
  return (
    <div className="flex flex-col gap-3 pb-8">
      <LagSentence sources={sources} now={now} />
      <CanaryPanel state={state} last={last} lateSeconds={canarySeconds} now={now} />
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
        <SourcesPanel
          sources={byNeed.map((source) => ({
            ...source,
            lastError: sayStored(said, source.lastErrorSay, source.lastError),
          }))}
        />
        <LagPanel sources={sources} atMost={null} />
      </div>
      {streams.length > 0 ? (
        <LiveStreamsPanel
          streams={streams.map(
            ({ nextDueAt: _, lastErrorCode: __, connectionId: ___, vendor: ____, ...row }) => ({
              ...row,
              reconnectSince: row.reconnectSince?.toISOString() ?? null,
              lastOkAt: row.lastOkAt?.toISOString() ?? null,
              openUntil: row.openUntil?.toISOString() ?? null,
            }),
          )}
        />
      ) : null}
    </div>
  );
}

const bands = [
  ["quick", 900],
  ["fair", 3_600],
  ["slow", 21_600],
  ["late", Number.POSITIVE_INFINITY],
] as const;

/** How many sources stand in each band of the time that nineteen of twenty records take; those without one are named. */
function LagSentence({ sources, now }: { sources: SourceRow[]; now: Date }) {
  const t = useTranslations("trust.lag");
  const known = sources.flatMap(({ p95Seconds }) => (p95Seconds === null ? [] : [p95Seconds]));
  const counts = bands.map(([name, upTo], index) => {
    const from = bands[index - 1]?.[1] ?? -1;
    return { name, count: known.filter((seconds) => seconds > from && seconds <= upTo).length };
  });
  const late = sources.filter((source) => isLate(source, now)).length;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1">
      <span className="font-medium">{t("lead")}</span>
      {counts.map(({ name, count }) => (
        <span
          key={name}
          className={
            count === 0 || name === "quick" || name === "fair"
              ? "text-muted"
              : name === "slow"
                ? "text-at-risk-ink"
                : "text-out-ink"
          }
        >
          {t(`bands.${name}`, { count })}
        </span>
      ))}
      <span className="text-muted">{t("bands.unknown", { count: sources.length - known.length })}</span>
      {late > 0 ? <span className="text-out-ink">{t("lateNow", { count: late })}</span> : null}
    </p>
  );
}
