"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { type Density, useDensity } from "@/components/density";
import { SelectField, SwitchField } from "@/components/field";
import { setShortcutsOn, shortcutsOn } from "@/components/use-shortcuts";
import { isAppLocale, languageNames, locales } from "@/i18n/locales";
import { setPreferencesAction } from "../actions";

const densities: Density[] = ["dense", "normal", "touch"];

/** Language, density and keys. Each acts at once here, and goes along to other browsers with the next sign-in. */
export function Preferences() {
  const t = useTranslations("settings.account");
  const locale = useLocale();
  const router = useRouter();
  const { density, choose } = useDensity();
  const [keys, setKeys] = useState(true);
  const { run, error } = useAction(setPreferencesAction);
  useEffect(() => setKeys(shortcutsOn()), []);
  return (
    <div className="flex flex-col gap-4">
      <ErrorNote error={error} />
      <SelectField
        label={t("language")}
        name="language"
        value={locale}
        options={locales.map((value) => ({ value, label: languageNames[value] }))}
        onChange={async ({ target }) => {
          if (isAppLocale(target.value) && (await run({ language: target.value })).ok) router.refresh();
        }}
      />
      <SelectField
        label={t("density")}
        name="density"
        help={t("densityHelp")}
        value={density}
        options={densities.map((value) => ({ value, label: t(`densities.${value}`) }))}
        onChange={({ target }) => {
          const chosen = densities.find((value) => value === target.value);
          if (!chosen) return;
          choose(chosen);
          void run({ density: chosen });
        }}
      />
      <SwitchField
        label={t("shortcuts")}
        help={t("shortcutsHelp")}
        checked={keys}
        onChange={(on) => {
          setShortcutsOn(on);
          setKeys(on);
          void run({ shortcuts: on });
        }}
      />
    </div>
  );
}
