import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { NotKept } from "@/components/past/not-kept";
import { ProgressBar } from "@/components/progress-bar";
import type { LoadedRun } from "../load";
import { Accounting } from "./accounting";
import { RunState } from "./run-state";

/** Where a run stands and what became of its rows so far; of a past moment it is not kept how far one under way had come. */
export function RunPanel({ run, past }: { run: LoadedRun; past: boolean }) {
  const t = useTranslations("imports.run");
  const format = useFormat();
  const open = run.state === "queued" || run.state === "running";
  // Orders are applied after their whole file is read, so bytes say nothing of that part.
  const applying = run.kind === "orders" && run.read > 0;
  const share = applying || !run.totalBytes || run.readBytes === 0 ? null : run.readBytes / run.totalBytes;
  return (
    <Panel>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <RunState state={run.state} />
          <span className="text-muted">
            {t("by", { who: run.actor })} · <Age from={(run.finishedAt ?? run.queuedAt).toISOString()} />
          </span>
        </div>
        {open ? (
          <NotKept
            otherwise={
              <ProgressBar
                label={t("progress")}
                share={share}
                text={
                  run.state === "queued"
                    ? t("waiting")
                    : run.read === 0
                      ? t("reading")
                      : t("rows", { count: run.read, figure: format.number(run.read) })
                }
              />
            }
          />
        ) : null}
        {run.state === "failed" && run.error ? (
          <p role="alert" className="max-w-prose rounded-control bg-out-soft px-3 py-2 text-out-ink">
            {run.error}
          </p>
        ) : null}
        {run.state === "cancelled" ? (
          <p className="max-w-prose">{run.dryRun ? t("checkStopped") : t("stopped")}</p>
        ) : null}
        {(run.read > 0 && !(open && past)) || run.state === "done" ? (
          <Accounting sums={run} check={run.dryRun} rejectsHref={open ? undefined : "#rejects"} />
        ) : null}
        {open && !run.dryRun && !past ? <p className="text-muted">{t("leave")}</p> : null}
        {run.state === "done" && run.dryRun ? <p className="text-muted">{t("wroteNothing")}</p> : null}
        {run.state === "done" && run.read === 0 ? <p>{t("noRows")}</p> : null}
      </div>
    </Panel>
  );
}
