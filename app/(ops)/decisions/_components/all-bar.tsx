"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/button";
import { ConfirmSheet } from "@/components/confirm-sheet";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { ProgressBar } from "@/components/progress-bar";
import { StoppedNote } from "@/components/standstill";
import type { RecommendationKind } from "@/lib/services/recommendation/types";
import { aboutMoney } from "../_view/about-money";
import type { QueueItem } from "../_view/queue-item";
import { approveAll, type PortionAnswer, surveyAll } from "../actions";
import { LeftOutSheet } from "./left-out-sheet";

/** All that match: the list's address, one kind of problem of it or all, and the moment it was read. */
export interface Scope {
  query: string;
  kind: RecommendationKind | null;
  asOf: string;
}

interface AllBarProps {
  scope: Scope;
  /** Those of them that are on the screen; the review names these. */
  loaded: QueueItem[];
  currency: string;
  onClear: () => void;
  /** Called at the end with the loaded ones that were approved. */
  onDone: (ids: number[]) => void;
}

type Survey = Extract<Awaited<ReturnType<typeof surveyAll>>, { ok: true }>["data"];
interface Progress {
  seen: number;
  approved: number;
  leftOut: PortionAnswer["leftOut"];
}

const namedAtMost = 50;

/** The approval of all that match: a survey, the review, then portion by portion with its progress. */
export function AllBar({ scope, loaded, currency, onClear, onDone }: AllBarProps) {
  const t = useTranslations("decisions.bulk");
  const format = useFormat();
  const [survey, setSurvey] = useState<Survey | null>(null);
  const [review, setReview] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [finished, setFinished] = useState<Progress | null>(null);
  const stop = useRef(false);
  useEffect(() => {
    let current = true;
    void surveyAll(scope)
      .catch(() => null)
      .then((result) => {
        if (!current) return;
        if (result?.ok) setSurvey(result.data);
        else setFailure(result?.error.message ?? "");
      });
    return () => {
      current = false;
      stop.current = true;
    };
  }, [scope]);

  const finish = ({ leftOut }: Progress) => {
    const out = new Set(leftOut.map((one) => one.id));
    onDone(loaded.flatMap(({ id, bulk }) => (bulk === "yes" && !out.has(id) ? [id] : [])));
  };
  const run = async (total: number) => {
    setReview(false);
    setFailure(null);
    stop.current = false;
    let now: Progress = { seen: 0, approved: 0, leftOut: [] };
    let afterId: number | null = 0;
    setProgress(now);
    while (afterId !== null && !stop.current) {
      const result: Awaited<ReturnType<typeof approveAll>> | null = await approveAll({
        ...scope,
        afterId,
      }).catch(() => null);
      if (!result?.ok) {
        const message = result?.error.message ?? t("unreachable");
        setFailure(t("brokenOff", { message, approved: now.approved, total }));
        announce(message, "assertive");
        setProgress(null);
        return;
      }
      const { approved, leftOut, next }: PortionAnswer = result.data;
      now = {
        seen: now.seen + approved + leftOut.length,
        approved: now.approved + approved,
        leftOut: [...now.leftOut, ...leftOut],
      };
      afterId = next;
      setProgress(now);
    }
    setProgress(null);
    announce(
      afterId === null ? t("done", { count: now.approved }) : t("stopped", { approved: now.approved, total }),
    );
    if (afterId !== null) setFailure(t("stopped", { approved: now.approved, total }));
    else if (now.leftOut.length > 0) setFinished(now);
    else finish(now);
  };

  const count = survey?.matching ?? null;
  const money = (minor: number) => aboutMoney(format, minor, currency);
  const able = loaded.filter((item) => item.bulk === "yes");
  return (
    <div className="flex flex-col gap-2 border-b border-border px-3 py-2">
      <p className="flex items-baseline gap-2">
        <span className="font-medium">
          {count === null ? t("lookingThrough") : t("allSelected", { count, figure: format.number(count) })}
        </span>
        {survey ? (
          <span className="ml-auto text-muted">{t("worth", { value: money(survey.valueMinor) })}</span>
        ) : null}
      </p>
      {progress && survey ? (
        <>
          <ProgressBar
            share={progress.seen / Math.max(1, survey.matching)}
            label={t("progressLabel")}
            text={t("progress", {
              done: format.number(progress.seen),
              total: format.number(survey.matching),
              approved: format.number(progress.approved),
            })}
          />
          <div>
            <Button
              onPress={() => {
                stop.current = true;
              }}
            >
              {t("stop")}
            </Button>
          </div>
        </>
      ) : (
        <div className="flex flex-wrap gap-2">
          <StoppedNote />
          <Button
            variant="primary"
            needsConnection
            carriesOut
            pending={survey === null && failure === null}
            offReason={survey?.able === 0 ? t("noneOfAll") : null}
            onPress={() => setReview(true)}
          >
            {t("approve", { count: survey?.able ?? 0 })}
          </Button>
          <Button variant="ghost" onPress={onClear}>
            {t("clear")}
          </Button>
        </div>
      )}
      {failure !== null ? (
        <p role="alert" className="text-out-ink">
          {failure || t("unreachable")}
        </p>
      ) : null}
      {survey ? (
        <ConfirmSheet
          open={review}
          onClose={() => setReview(false)}
          title={t("reviewTitle", { count: survey.able })}
          reason={t("reviewReason")}
          items={able.slice(0, Math.min(namedAtMost, survey.able)).map((item) => ({
            id: String(item.id),
            label: (
              <>
                <span className="font-mono font-medium">{item.code}</span> {item.short}
              </>
            ),
            detail: `${item.button} · ${money(item.valueMinor)}`,
          }))}
          itemCount={survey.able}
          exclusions={survey.leftOut.map(({ reason, count: out }) => ({
            label: t("countLeftOut", { count: out }),
            reason,
          }))}
          exclusionCount={survey.matching - survey.able}
          sums={[
            { label: t("sumValue"), value: money(survey.valueMinor) },
            { label: t("sumCost"), value: money(survey.costMinor) },
            ...(survey.units > 0 ? [{ label: t("sumUnits"), value: format.number(survey.units) }] : []),
          ]}
          carriesOut
          confirmLabel={t("confirm", { count: survey.able, value: money(survey.valueMinor) })}
          onConfirm={() => void run(survey.matching)}
        />
      ) : null}
      <LeftOutSheet
        approved={finished?.approved ?? 0}
        leftOut={finished?.leftOut ?? null}
        onClose={() => {
          if (finished) finish(finished);
          setFinished(null);
        }}
      />
    </div>
  );
}
