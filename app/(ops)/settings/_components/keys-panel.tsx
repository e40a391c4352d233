"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import {
  type KeyChanges,
  type KeyName,
  keyNames,
  keyOf,
  refusalOf,
  withKey,
} from "@/components/use-shortcuts/bindings";
import { setKeyChanges, useKeyChanges } from "@/components/use-shortcuts/store";
import { setPreferencesAction } from "../actions";

/** The single keys, each to be changed by pressing another one in its field, or switched off. Kept with the person. */
export function KeysPanel() {
  const t = useTranslations("settings.keys");
  const changes = useKeyChanges();
  const { run, error } = useAction(setPreferencesAction);
  const [refused, setRefused] = useState<{ name: KeyName; text: string } | null>(null);
  const keep = (next: KeyChanges) => {
    setRefused(null);
    setKeyChanges(next);
    void run({ keys: Object.keys(next).length === 0 ? null : { ...next } });
  };
  const press = (name: KeyName, typed: string) => {
    const key = typed.toLowerCase();
    const refusal = refusalOf(changes, name, key);
    if (refusal === null) keep(withKey(changes, name, key));
    else
      setRefused({
        name,
        text:
          refusal.why === "taken"
            ? t("taken", { key: key.toUpperCase(), name: t(`names.${refusal.by}`) })
            : t(refusal.why, { key: key.toUpperCase() }),
      });
  };
  return (
    <div className="flex flex-col gap-3">
      <ErrorNote error={error} />
      <p className="text-muted">{t("help")}</p>
      <ul className="divide-y divide-border border-y border-border">
        {keyNames.map((name) => (
          <li key={name} className="flex flex-wrap items-center gap-x-2 py-1">
            <label htmlFor={`key-${name}`} className="grow">
              {t(`names.${name}`)}
            </label>
            <input
              id={`key-${name}`}
              className="field-native w-14 text-center uppercase"
              value={keyOf(changes, name)}
              placeholder={t("off")}
              autoComplete="off"
              aria-invalid={refused?.name === name || undefined}
              aria-describedby={refused?.name === name ? `key-${name}-refused` : undefined}
              onFocus={(event) => event.target.select()}
              onChange={(event) => {
                const typed = [...event.target.value].filter((one) => one !== keyOf(changes, name)).at(-1);
                if (typed) press(name, typed);
              }}
            />
            <Button
              size="sm"
              variant="ghost"
              label={t("switchOffNamed", { name: t(`names.${name}`) })}
              offReason={keyOf(changes, name) === "" ? t("isOff") : null}
              onPress={() => keep(withKey(changes, name, ""))}
            >
              {t("switchOff")}
            </Button>
            {refused?.name === name ? (
              <p id={`key-${name}-refused`} role="alert" className="w-full pb-1 text-caption text-out-ink">
                {refused.text}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      <div>
        <Button offReason={Object.keys(changes).length === 0 ? t("asUsual") : null} onPress={() => keep({})}>
          {t("reset")}
        </Button>
      </div>
    </div>
  );
}
