"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { SelectField, TextField } from "@/components/field";
import { type SettingName, settings } from "../_mapping/settings";
import type { MappingAddress } from "./use-mapping-address";

export interface SettingProps {
  address: MappingAddress;
  name: SettingName;
}

/** A setting out of a list; it counts at once. */
export function ChoiceSetting({ address, name, values }: SettingProps & { values: readonly string[] }) {
  const t = useTranslations("imports.settings");
  return (
    <SelectField
      label={t(`${name}.label`)}
      help={t.has(`${name}.help`) ? t(`${name}.help` as "dates.help") : undefined}
      name={name}
      value={settings[name].read(address.mapping)}
      onChange={(event) => address.setSetting(name, event.target.value)}
      options={values.map((value) => ({
        value,
        label: t(`${name}.values.${value || "auto"}` as "decimal.values.dot"),
      }))}
    />
  );
}

/** A setting in free text; it counts on leaving the field. */
export function TextSetting({
  address,
  name,
  widthChars = 20,
  known,
}: SettingProps & { widthChars?: number; known?: readonly string[] }) {
  const t = useTranslations("imports.settings");
  const list = useId();
  const now = settings[name].read(address.mapping);
  const [text, setText] = useState(now);
  const [seen, setSeen] = useState(now);
  if (seen !== now) {
    setSeen(now);
    setText(now);
  }
  return (
    <>
      <TextField
        label={t(`${name}.label`)}
        help={t.has(`${name}.help`) ? t(`${name}.help` as "dates.help") : undefined}
        name={name}
        widthChars={widthChars}
        autoComplete="off"
        spellCheck={false}
        list={known ? list : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== now && address.setSetting(name, text)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (text !== now) address.setSetting(name, text);
        }}
      />
      {known ? (
        <datalist id={list}>
          {known.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}

/** Settings that belong together, with their place for links from the rejects. */
export function SettingGroup({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <fieldset id={id} className="min-w-0 scroll-mt-16 border-t border-border px-4 py-3 first:border-t-0">
      <legend className="sr-only">{title}</legend>
      <p aria-hidden="true" className="pb-2 font-semibold">
        {title}
      </p>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">{children}</div>
    </fieldset>
  );
}
