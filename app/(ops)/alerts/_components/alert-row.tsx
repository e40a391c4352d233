"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { ActionError } from "@/app/_edge/describe-error";
import { ErrorNote } from "@/app/_edge/error-note";
import { Age } from "@/components/age";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Severity } from "@/components/severity";
import { useKeyName } from "@/components/use-shortcuts";
import type { AlertItem } from "../load";
import { SnoozeMenu } from "./snooze-menu";
import type { Deed } from "./use-alerts";

interface AlertRowProps {
  item: AlertItem;
  /** Its sentence. */
  text: string;
  chosen: boolean;
  onChoose: () => void;
  act: (deed: Deed) => Promise<boolean>;
  pending: boolean;
  error: ActionError | null;
  mayDecide: boolean;
  admin: boolean;
}

/** One alert: what, since when, how big, where to act, and who sees to it. */
export function AlertRow(props: AlertRowProps) {
  const { item, text, chosen, onChoose, act, pending, error, mayDecide, admin } = props;
  const t = useTranslations("alerts");
  const format = useFormat();
  const keyOf = useKeyName();
  const row = useRef<HTMLLIElement>(null);
  const named = useRef(chosen);
  useEffect(() => {
    if (named.current) row.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const told = item.sent + item.failed > 0 ? t("told", { sent: item.sent, failed: item.failed }) : null;
  const link = linkOf(item, admin);
  return (
    <li
      ref={row}
      data-alert={item.id}
      tabIndex={-1}
      aria-current={chosen || undefined}
      onFocus={onChoose}
      className={`flex flex-wrap items-start gap-x-4 gap-y-2 border-l-2 px-4 py-3 -outline-offset-2! ${
        chosen ? "border-l-accent bg-accent-soft" : "border-l-transparent"
      }`}
    >
      <span className="w-24 shrink-0 pt-px">
        <Severity severity={item.severity} word={t(`severities.${item.severity}`)} />
      </span>
      <div className="flex min-w-60 flex-1 flex-col gap-1">
        <p className="text-form font-medium">{text}</p>
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
          <span>
            {item.endedAt
              ? t("lasted", { from: format.moment(item.beganAt), to: format.moment(item.endedAt) })
              : t.rich("since", { age: () => <Age from={item.beganAt} /> })}
          </span>
          <span>{item.sourceName ?? t("noSource")}</span>
          {told ? <span className={item.failed > 0 ? "text-at-risk-ink" : ""}>{told}</span> : null}
          <Handled item={item} />
        </p>
        {link ? (
          <p>
            <AppLink
              href={link.href}
              className="target-24 inline-flex items-center text-accent underline underline-offset-2"
            >
              {t(`links.${link.key}` as "links.source_late")}
            </AppLink>
          </p>
        ) : item.state === "ended" ? null : (
          <p>{t("askAdmin")}</p>
        )}
        <ErrorNote error={error} />
      </div>
      {mayDecide && item.state !== "ended" ? (
        <div className="flex flex-wrap items-center gap-2">
          {item.state === "open" ? (
            <>
              <Button
                pending={pending}
                needsConnection
                shortcut={keyOf("main")}
                label={t("acknowledgeOf", { text })}
                onPress={() => void act({ kind: "acknowledge" })}
              >
                {t("acknowledge")}
              </Button>
              <span data-snooze className="inline-flex">
                <SnoozeMenu text={text} onChoose={(until) => void act({ kind: "snooze", until })} />
              </span>
            </>
          ) : (
            <Button
              pending={pending}
              needsConnection
              shortcut={keyOf("undo")}
              label={t("reopenOf", { text })}
              onPress={() => void act({ kind: "reopen" })}
            >
              {t("reopen")}
            </Button>
          )}
        </div>
      ) : null}
    </li>
  );
}

/** Who did what with it, and until when. */
function Handled({ item }: { item: AlertItem }) {
  const t = useTranslations("alerts");
  const format = useFormat();
  if (item.state === "snoozed" && item.snoozedUntil)
    return (
      <span>{t("by.snoozed", { name: item.snoozedBy ?? "", at: format.moment(item.snoozedUntil) })}</span>
    );
  if (item.acknowledgedAt && item.acknowledgedBy)
    return (
      <span>
        {t.rich("by.acknowledged", {
          name: item.acknowledgedBy,
          age: () => <Age from={item.acknowledgedAt} />,
        })}
      </span>
    );
  return item.state === "ended" ? <span>{t("endedBySelf")}</span> : null;
}

/** Where to act; null: only an admin can. */
function linkOf(item: AlertItem, admin: boolean): { href: string; key: string } | null {
  if (!item.href.startsWith("/settings")) return { href: item.href, key: item.kind };
  if (!admin) return null;
  return item.sourceKey
    ? { href: `/settings/connections/${encodeURIComponent(item.sourceKey)}`, key: "connection" }
    : { href: item.href, key: item.kind };
}
