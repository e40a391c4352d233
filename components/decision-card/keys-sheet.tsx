"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SwitchField } from "@/components/field";
import { SideSheet } from "@/components/side-sheet";
import { setShortcutsOn, shortcutsOn } from "@/components/use-shortcuts";

const keys = [
  ["J, ↓", "next"],
  ["K, ↑", "previous"],
  ["1–5", "option"],
  ["A", "main"],
  ["R", "reject"],
  ["S", "snooze"],
  ["U", "undo"],
  ["E", "explain"],
  ["X", "select"],
  ["?", "keys"],
] as const;

/** List of keys, with the switch that turns the letters off. */
export function KeysSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("decisionCard");
  const [on, setOn] = useState(() => shortcutsOn());
  return (
    <SideSheet open={open} onClose={onClose} title={t("key.title")}>
      <dl className="divide-y divide-border border-y border-border">
        {keys.map(([key, name]) => (
          <div key={key} className="flex h-9 items-center justify-between">
            <dt>{t(`key.${name}`)}</dt>
            <dd>
              <kbd className="rounded-chip border border-field-border px-1.5 font-sans">{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <div className="pt-4">
        <SwitchField
          label={t("key.on")}
          help={t("key.help")}
          checked={on}
          onChange={(next) => {
            setShortcutsOn(next);
            setOn(next);
          }}
        />
      </div>
    </SideSheet>
  );
}
