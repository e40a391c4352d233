"use client";

import { useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { aboutMoney } from "../_view/about-money";
import type { QueueItem } from "../_view/queue-item";
import type { QueueGroup } from "../load";
import { QueueRow } from "./queue-row";

interface QueueListProps {
  groups: QueueGroup[];
  /** Stands above the groups: it is opened, and further down in its own than what is listed. */
  opened: QueueItem | null;
  currency: string;
  currentId: number | null;
  checked: ReadonlySet<number>;
  toDecide: boolean;
  selectable: boolean;
  hrefOf: (id: number) => string;
  onOpen: (id: number) => void;
  onCheck: (id: number) => void;
  onCheckGroup: (group: QueueGroup) => void;
  onMore: (group: QueueGroup) => Promise<void>;
}

/** The queue by kind of problem; each group says how many there are and what they lose a day. */
export function QueueList(props: QueueListProps) {
  const t = useTranslations("decisions");
  const { groups, opened, checked, selectable } = props;
  const row = (item: QueueItem) => (
    <QueueRow
      key={item.id}
      item={item}
      href={props.hrefOf(item.id)}
      currency={props.currency}
      current={item.id === props.currentId}
      checked={checked.has(item.id)}
      toDecide={props.toDecide}
      selectable={selectable}
      onOpen={props.onOpen}
      onCheck={props.onCheck}
    />
  );
  return (
    <>
      {opened ? <ul aria-label={t("openedOne")}>{row(opened)}</ul> : null}
      {groups.map((group) => (
        <Fragment key={group.kind ?? "all"}>
          {group.title ? (
            <GroupHead
              group={group}
              currency={props.currency}
              all={group.items.every((item) => checked.has(item.id) || !item.decides)}
              selectable={selectable && group.items.some((item) => item.decides)}
              onCheck={() => props.onCheckGroup(group)}
            />
          ) : null}
          <ul aria-label={group.title ?? undefined}>{group.items.map(row)}</ul>
          {group.nextCursor ? <More group={group} onMore={props.onMore} /> : null}
        </Fragment>
      ))}
    </>
  );
}

interface GroupHeadProps {
  group: QueueGroup;
  currency: string;
  all: boolean;
  selectable: boolean;
  onCheck: () => void;
}

function GroupHead({ group, currency, all, selectable, onCheck }: GroupHeadProps) {
  const t = useTranslations("decisions");
  const format = useFormat();
  const loss = aboutMoney(format, group.lossMinorPerDay, currency);
  return (
    <div className="sticky top-0 z-1 flex h-(--row-height) items-center gap-2 border-b border-border bg-surface-secondary px-3">
      {selectable ? (
        <label className="-m-1 flex size-6 items-center justify-center">
          <input
            type="checkbox"
            checked={all}
            onChange={onCheck}
            aria-label={t("selectGroup", { name: group.title ?? "" })}
            className="size-4 accent-accent"
          />
        </label>
      ) : null}
      <h2 className="font-medium">{group.title}</h2>
      <span className="text-muted">{format.number(group.count)}</span>
      <span className="ml-auto whitespace-nowrap text-muted">{t("aDay", { money: loss })}</span>
    </div>
  );
}

function More({ group, onMore }: { group: QueueGroup; onMore: QueueListProps["onMore"] }) {
  const t = useTranslations("decisions");
  const [pending, setPending] = useState(false);
  const more = async () => {
    setPending(true);
    try {
      await onMore(group);
    } finally {
      setPending(false);
    }
  };
  return (
    <div className="border-b border-border px-3 py-2">
      <Button variant="ghost" size="sm" pending={pending} onPress={() => void more()}>
        {t("more", { count: group.count - group.items.length })}
      </Button>
    </div>
  );
}
