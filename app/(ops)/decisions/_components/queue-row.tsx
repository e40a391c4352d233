"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import { ActionState } from "@/components/action-state";
import { useFormat } from "@/components/format";
import { StateShape } from "@/components/state-chip";
import { Unknown } from "@/components/unknown";
import { aboutMoney } from "../_view/about-money";
import type { QueueItem } from "../_view/queue-item";

interface QueueRowProps {
  item: QueueItem;
  href: string;
  currency: string;
  current: boolean;
  checked: boolean;
  /** The tab that is shown: what is to decide prints the loss, what is done its worth. */
  toDecide: boolean;
  selectable: boolean;
  onOpen: (id: number) => void;
  onCheck: (id: number) => void;
}

/** One item of the queue: what is wrong and what it loses a day; what is best to do, or how it stands. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { item, href, currency, current, checked, toDecide, selectable, onOpen, onCheck } = props;
  const t = useTranslations("decisions");
  const format = useFormat();
  const figure = toDecide
    ? item.lossMinorPerDay !== null &&
      t("aDay", { money: aboutMoney(format, item.lossMinorPerDay, currency) })
    : aboutMoney(format, item.realisedMinor ?? item.expectedMinor ?? item.valueMinor, currency);
  const isOpen = item.state === "open";
  return (
    <li
      data-id={item.id}
      className={`flex items-start gap-2 border-b border-border px-3 py-2 ${
        current ? "md:bg-accent-soft md:shadow-[inset_2px_0_0_var(--accent)]" : "hover:bg-surface-secondary"
      }`}
    >
      {selectable ? (
        <label className="-m-1 flex size-6 shrink-0 items-center justify-center pointer-coarse:size-11">
          <input
            type="checkbox"
            checked={checked}
            onChange={() => onCheck(item.id)}
            aria-label={t("selectItem", { name: `${item.code} ${item.short}` })}
            className="size-4 accent-accent"
          />
        </label>
      ) : null}
      <a
        href={href}
        aria-current={current ? "true" : undefined}
        className="min-w-0 flex-1 rounded-chip forced-colors:outline-offset-2!"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          onOpen(item.id);
        }}
      >
        <span className="flex items-baseline gap-2">
          <span className="flex shrink-0 self-center">
            <StateShape state={item.mark} size={14} />
          </span>
          <span className="min-w-0 xl:truncate">
            <span className="font-mono font-medium">{item.code}</span> <span>{item.short}</span>
          </span>
          <span className="ml-auto shrink-0 whitespace-nowrap">{figure || <Unknown />}</span>
        </span>
        <span className="flex min-h-5 items-center gap-2 text-caption text-muted">
          {isOpen ? (
            <span className="min-w-0 truncate">{item.todo}</span>
          ) : item.waits ? (
            <span className={`min-w-0 truncate ${item.waits.isMine ? "text-at-risk-ink" : ""}`}>
              {item.waits.text}
            </span>
          ) : (
            <ActionState state={item.state} until={item.snoozedUntil} />
          )}
          {isOpen && item.urgency !== "normal" ? (
            <span className="ml-auto shrink-0 font-medium text-foreground">
              {t(`urgency.${item.urgency}`)}
            </span>
          ) : !isOpen && item.state !== "blocked" && item.decidedBy ? (
            <span className="ml-auto min-w-0 truncate">{item.decidedBy}</span>
          ) : null}
        </span>
      </a>
    </li>
  );
});
