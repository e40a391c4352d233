"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SwitchField } from "@/components/field";
import { AppLink } from "@/components/link";
import { SideSheet } from "@/components/side-sheet";
import { setShortcutsOn, shortcutsOn, useKeyName } from "@/components/use-shortcuts";

const names = ["next", "previous", "main", "reject", "snooze", "undo", "explain", "select", "keys"] as const;
const arrows = { next: "↓", previous: "↑" };

/** List of keys, with the switch that turns the letters off. */
export function KeysSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("decisionCard");
  const keyOf = useKeyName();
  const [on, setOn] = useState(() => shortcutsOn());
  return (
    <SideSheet open={open} onClose={onClose} title={t("key.title")}>
      <dl className="divide-y divide-border border-y border-border">
        <Line name={t("key.option")} keys={["1–5"]} />
        {names.map((name) => (
          <Line
            key={name}
            name={t(`key.${name}`)}
            keys={[keyOf(name), name === "next" || name === "previous" ? arrows[name] : undefined]}
          />
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
        <p className="pt-3">
          <AppLink href="/settings" className="text-accent underline underline-offset-2">
            {t("key.change")}
          </AppLink>
        </p>
      </div>
    </SideSheet>
  );
}

function Line({ name, keys }: { name: string; keys: (string | undefined)[] }) {
  const t = useTranslations("decisionCard");
  const shown = keys.filter((key) => key !== undefined);
  return (
    <div className="flex h-9 items-center justify-between">
      <dt>{name}</dt>
      <dd className="flex gap-1">
        {shown.length === 0 ? <span className="text-muted">{t("key.off")}</span> : null}
        {shown.map((key) => (
          <kbd key={key} className="rounded-chip border border-field-border px-1.5 font-sans">
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
