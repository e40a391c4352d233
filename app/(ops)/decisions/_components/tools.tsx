"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "@/app/_edge/action";
import { Button } from "@/components/button";
import type { ActionOutcome } from "@/components/decision-card";
import { announce } from "@/components/live/announcer";
import { confirm, retry, wake } from "../actions";
import type { Card } from "../load-card";

const confirmWord = (verb: Card["tools"][number]["verb"]) =>
  verb === "ad_budget" || verb === "publish_quantity" ? "transfer" : verb;

/** What a failed or hand-made action still asks of a person; and bringing a snoozed item back before its time. */
export function Tools(props: {
  card: Card;
  onRun: (call: Promise<ActionResult<ActionOutcome>>) => Promise<ActionOutcome>;
}) {
  const { card, onRun } = props;
  const t = useTranslations("decisions.tools");
  const [pending, setPending] = useState<string | null>(null);
  const [answer, setAnswer] = useState<ActionOutcome | null>(null);
  if (card.tools.length === 0 && !card.mayWake && !answer) return null;
  const run = async (key: string, call: () => Promise<ActionResult<ActionOutcome>>) => {
    setPending(key);
    const outcome = await onRun(call());
    setAnswer(outcome);
    announce(outcome.message, outcome.ok ? "polite" : "assertive");
    setPending(null);
  };
  const seen = { id: Number(card.view.id), version: card.view.version };
  return (
    <section className="card flex flex-col gap-2 px-4 py-3">
      {card.tools.length > 0 || card.mayWake ? (
        <h2 className="text-card font-semibold">{t("title")}</h2>
      ) : null}
      {card.tools.map((tool) => (
        <p key={tool.actionId} className="flex flex-wrap items-center gap-3">
          <span className="min-w-0 flex-1">{t(`${tool.kind}Text`, { name: tool.name })}</span>
          <Button
            needsConnection
            carriesOut={tool.kind === "retry"}
            pending={pending === tool.actionId}
            onPress={() =>
              void run(tool.actionId, () =>
                (tool.kind === "retry" ? retry : confirm)({ actionId: tool.actionId }),
              )
            }
          >
            {t(tool.kind === "retry" ? "retry" : `confirm.${confirmWord(tool.verb)}`)}
          </Button>
        </p>
      ))}
      {card.mayWake ? (
        <p className="flex flex-wrap items-center gap-3">
          <span className="min-w-0 flex-1">{t("wakeText")}</span>
          <Button
            needsConnection
            pending={pending === "wake"}
            onPress={() => void run("wake", () => wake(seen))}
          >
            {t("wake")}
          </Button>
        </p>
      ) : null}
      {answer ? <p className={answer.ok ? "" : "text-out-ink"}>{answer.message}</p> : null}
    </section>
  );
}
