"use client";

import { useTranslations } from "next-intl";
import { SideSheet } from "@/components/side-sheet";

interface LeftOutSheetProps {
  approved: number;
  /** Null: the sheet is shut. */
  leftOut: readonly { id: number; name: string; reason: string }[] | null;
  onClose: () => void;
}

/** What a bulk approval did, and each item that it left out with the reason. */
export function LeftOutSheet({ approved, leftOut, onClose }: LeftOutSheetProps) {
  const t = useTranslations("decisions.bulk");
  return (
    <SideSheet open={leftOut !== null} onClose={onClose} title={t("done", { count: approved })} widthPx={520}>
      <h3 className="pb-1 font-medium">{t("leftOutTitle", { count: leftOut?.length ?? 0 })}</h3>
      {byReason(leftOut ?? []).map(([reason, items]) => (
        <section key={reason} className="pt-2">
          <h4 className="text-caption text-muted">{t("reason", { count: items.length, reason })}</h4>
          <ul className="divide-y divide-border border-y border-border">
            {items.map((one) => (
              <li key={one.id} className="py-1.5">
                {one.name}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </SideSheet>
  );
}

type Items = NonNullable<LeftOutSheetProps["leftOut"]>;

/** The reasons that occur, the most frequent first. */
function byReason(leftOut: Items): [string, Items[number][]][] {
  const groups = new Map<string, Items[number][]>();
  for (const one of leftOut) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
