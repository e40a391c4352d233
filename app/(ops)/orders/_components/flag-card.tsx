"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { detailOf } from "../_view/flag-sum";
import type { SentFlag } from "../_view/sent-flag";
import { decideFlagAction } from "../actions";
import { FlagSum, type SummedOrder } from "./flag-sum";
import { Stuck } from "./problem";

/** What an order is held for: the arithmetic that does not come out, and the decision whether it is right. */
export function FlagCard({
  flag,
  order,
  mayDecide,
}: {
  flag: SentFlag;
  order: SummedOrder | null;
  mayDecide: boolean;
}) {
  const t = useTranslations("trust.flag");
  const format = useFormat();
  const router = useRouter();
  const [note, setNote] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const { run, pending, error } = useAction(decideFlagAction, ({ decision, askedAgain }) => {
    const words = t(decision === "release" ? "released" : askedAgain ? "confirmedAsked" : "confirmed", {
      order: flag.externalId,
    });
    setSaid(words);
    announce(words);
    router.refresh();
  });
  const decide = (decision: "release" | "confirm") =>
    void run({ flagId: flag.id, decision, ...(note.trim() ? { note: note.trim() } : {}) });
  const detail = detailOf(flag.detail);
  const likely = detail.kind === "sum" ? detail.of.likely : null;
  const open = flag.state === "open" || flag.state === "confirmed";
  return (
    <section
      aria-label={t("title")}
      className="mb-4 flex flex-col gap-3 rounded-card border border-border p-3"
    >
      <p className={open ? "text-out-ink" : "text-muted"}>
        <Stuck code={flag.kind} />
      </p>
      {detail.kind === "sum" ? (
        <FlagSum
          sum={detail.of}
          order={order}
          against={flag.kind === "captured_differs" ? "paid" : "total"}
        />
      ) : detail.kind === "quantity" ? (
        <p>
          {t("unusual", {
            line: detail.of.lineNo,
            quantity: format.number(detail.of.quantity),
            most: format.number(detail.of.most),
            lines: detail.of.lines,
          })}
        </p>
      ) : (
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 font-mono text-caption">
          <dt className="font-sans text-muted">{t("hashOurs")}</dt>
          <dd className="truncate">{detail.of.ours}</dd>
          <dt className="font-sans text-muted">{t("hashTheirs")}</dt>
          <dd className="truncate">{detail.of.theirs}</dd>
        </dl>
      )}
      {likely ? (
        <p className="font-medium">
          {t("likely", {
            line: likely.lineNo,
            quantity: format.number(likely.quantity),
            likely: format.number(likely.likelyQuantity),
          })}
        </p>
      ) : null}
      {flag.state === "open" ? null : (
        <p className="text-muted">
          {t(`states.${flag.state}`, {
            by: flag.decidedBy ?? "",
            at: flag.decidedAt ? format.moment(flag.decidedAt) : "",
          })}
          {flag.note ? ` ${t("noted", { note: flag.note })}` : null}
        </p>
      )}
      <ErrorNote error={error} />
      {said ? (
        <p role="status" className="rounded-chip bg-healthy-soft px-3 py-2 text-healthy-ink">
          {said}
        </p>
      ) : null}
      {open && mayDecide && said === null ? (
        <>
          <TextField
            label={t("note")}
            name={`note-${flag.id}`}
            help={t("noteHelp")}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div className="flex flex-wrap gap-2">
            <Button
              variant={likely && flag.state === "open" ? "secondary" : "primary"}
              pending={pending}
              needsConnection
              onPress={() => decide("release")}
            >
              {t("release")}
            </Button>
            {flag.state === "open" ? (
              <Button
                variant={likely ? "primary" : "secondary"}
                pending={pending}
                needsConnection
                onPress={() => decide("confirm")}
              >
                {t("confirm")}
              </Button>
            ) : null}
          </div>
          <p className="text-caption text-muted">{t("consequence")}</p>
        </>
      ) : null}
    </section>
  );
}
