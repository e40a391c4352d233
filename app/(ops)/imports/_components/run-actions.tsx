"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button, ButtonLink } from "@/components/button";
import { useFormat } from "@/components/format";
import { cancelRunAction, runAgainAction } from "../actions";

interface RunActionsProps {
  run: { id: number; state: string; dryRun: boolean; accepted: number; unchanged: number; rejected: number };
  mayImport: boolean;
  columnsHref: string | null;
}

/** What can be done with a run now: stop it, bring in what was checked, correct the columns, run it again. */
export function RunActions({ run, mayImport, columnsHref }: RunActionsProps) {
  const t = useTranslations("imports.actions");
  const format = useFormat();
  const router = useRouter();
  const cancel = useAction(cancelRunAction, () => router.refresh());
  const again = useAction(runAgainAction, ({ runId }) => router.push(`/imports/${runId}` as Route));
  if (!mayImport) return null;
  const open = run.state === "queued" || run.state === "running";
  const nothing = run.dryRun && run.accepted === 0;
  return (
    <div className="flex flex-col gap-2 py-3">
      <ErrorNote error={cancel.error ?? again.error} />
      <div className="flex flex-wrap items-center gap-3">
        {open ? (
          <Button pending={cancel.pending} needsConnection onPress={() => void cancel.run({ id: run.id })}>
            {run.dryRun ? t("stopCheck") : t("stop")}
          </Button>
        ) : null}
        {run.dryRun && run.state === "done" && !nothing ? (
          <Button
            variant="primary"
            pending={again.pending}
            needsConnection
            onPress={() => void again.run({ id: run.id })}
          >
            {t("import", { count: run.accepted, figure: format.number(run.accepted) })}
          </Button>
        ) : null}
        {!open && !run.dryRun ? (
          <Button pending={again.pending} needsConnection onPress={() => void again.run({ id: run.id })}>
            {t("again")}
          </Button>
        ) : null}
        {!open && columnsHref ? <ButtonLink href={columnsHref}>{t("columns")}</ButtonLink> : null}
        {run.dryRun && run.state === "done" && run.rejected > 0 && !nothing ? (
          <p className="text-muted">
            {t("rejectedStay", { count: run.rejected, figure: format.number(run.rejected) })}
          </p>
        ) : null}
        {nothing && run.state === "done" ? (
          <p>{run.rejected > 0 && run.unchanged === 0 ? t("allRejected") : t("nothingNew")}</p>
        ) : null}
      </div>
    </div>
  );
}
