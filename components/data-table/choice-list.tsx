"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FilterDefinition } from "./types";

const searchFrom = 10;

/** Values of one filter with check boxes; long lists get a box to find one. */
export function ChoiceList({
  filter,
  chosen,
  onChange,
}: {
  filter: FilterDefinition;
  chosen: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const t = useTranslations("table");
  const [text, setText] = useState("");
  const wanted = text.trim().toLocaleLowerCase();
  const options = filter.options.filter((option) => option.label.toLocaleLowerCase().includes(wanted));
  return (
    <fieldset className="flex min-w-48 flex-col">
      <legend className="sr-only">{filter.label}</legend>
      {filter.options.length > searchFrom ? (
        <input
          type="search"
          className="field-native mb-1"
          aria-label={t("findIn", { name: filter.label })}
          placeholder={t("findIn", { name: filter.label })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      <div className="max-h-72 overflow-y-auto">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-(--control-height) cursor-pointer items-center gap-2 rounded-chip px-2 hover:bg-surface-tertiary"
          >
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(option.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked
                    ? [...chosen, option.value]
                    : chosen.filter((value) => value !== option.value),
                )
              }
            />
            {option.label}
          </label>
        ))}
        {options.length === 0 ? <p className="px-2 py-1 text-muted">{t("noChoice")}</p> : null}
      </div>
    </fieldset>
  );
}
