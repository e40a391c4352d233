"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { ProgressBar } from "@/components/progress-bar";
import { SimpleTable } from "@/components/simple-table";
import type { BacktestRow } from "@/lib/services/backtest/get";
import { stopBacktestAction } from "../actions";
import { type Opened, policyHref } from "../opened";

type Row = Omit<BacktestRow, "untilAt" | "createdAt" | "finishedAt" | "endsAt"> & {
  createdAt: string;
  endsAt: string | null;
};

/** How often a running one is looked at again. */
const lookMs = 3_000;

/** Back-tests, newest first, with the progress of the one that runs. */
export function BacktestsPanel({
  rows,
  shownId,
  mayStop,
  opened,
}: {
  rows: Row[];
  shownId: number | null;
  mayStop: boolean;
  /** What stands in the form, which stays there. */
  opened: Opened;
}) {
  const t = useTranslations("authority.backtests");
  const draft = useTranslations("authority.draft");
  const format = useFormat();
  const router = useRouter();
  const stop = useAction(stopBacktestAction, () => router.refresh());
  const past = usePastMoment() !== null;
  const running = !past && rows.some((row) => row.state === "queued" || row.state === "running");
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => router.refresh(), lookMs);
    return () => clearInterval(timer);
  }, [running, router]);
  // The last step values what the mornings decided.
  const progressOf = ({ doneSteps, allSteps, endsAt }: Row) => {
    const mornings = { done: doneSteps, all: Math.max(doneSteps, allSteps - 1) };
    return endsAt ? t("stepsUntil", { ...mornings, at: format.moment(endsAt) }) : t("steps", mornings);
  };
  return (
    <Panel id="backtests" title={t("title")} subtitle={t("subtitle")} padded={false}>
      <ErrorNote error={stop.error} />
      <SimpleTable
        caption={t("title")}
        rows={rows}
        rowKey={(row) => String(row.id)}
        empty={<p className="px-4 pb-4 text-muted">{t("none")}</p>}
        columns={[
          {
            key: "at",
            header: t("startedAt"),
            identity: true,
            cell: (row) =>
              row.state === "done" ? (
                <AppLink
                  href={policyHref(opened, { backtest: row.id }, "result")}
                  aria-current={row.id === shownId ? "true" : undefined}
                  className={`underline underline-offset-2 ${row.id === shownId ? "font-semibold" : ""}`}
                >
                  {format.moment(row.createdAt)}
                </AppLink>
              ) : (
                format.moment(row.createdAt)
              ),
          },
          {
            key: "rules",
            header: t("rules"),
            cell: (row) =>
              row.policyVersion === null ? (
                <>
                  {t("edited")}
                  {" · "}
                  <AppLink
                    href={`/settings/policy?tried=${row.id}`}
                    className="whitespace-nowrap underline underline-offset-2"
                  >
                    {draft("open")}
                  </AppLink>
                </>
              ) : (
                t("version", { version: row.policyVersion })
              ),
          },
          {
            key: "span",
            header: t("span"),
            cell: (row) =>
              t("spanOf", { count: row.days, from: format.day(row.fromDay), products: row.mostSkus }),
          },
          { key: "by", header: t("by"), cell: (row) => row.createdBy },
          {
            key: "state",
            header: t("state"),
            cell: (row) =>
              row.state === "running" && !past ? (
                <span className="block w-44 py-1">
                  <ProgressBar
                    share={row.allSteps > 0 ? row.doneSteps / row.allSteps : null}
                    label={t("progress")}
                    text={row.stopAsked ? t("stopping") : progressOf(row)}
                  />
                </span>
              ) : (
                t(`states.${row.state}`)
              ),
          },
          {
            key: "do",
            header: <span className="sr-only">{t("stop")}</span>,
            align: "end",
            cell: (row) =>
              mayStop && !row.stopAsked && (row.state === "running" || row.state === "queued") ? (
                <Button
                  size="sm"
                  needsConnection
                  pending={stop.pending}
                  onPress={() => void stop.run({ id: row.id })}
                >
                  {t("stop")}
                </Button>
              ) : null,
          },
        ]}
      />
    </Panel>
  );
}
