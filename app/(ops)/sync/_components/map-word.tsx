"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { useFormat } from "@/components/format";
import type { UnknownWord } from "@/lib/services/inbox/map-value";
import { mapValueAction } from "../actions";

/** What a source means by a word that its field does not take: said once, for all records that wait for it and all to come. */
export function MapWord({
  word,
  connectionId,
  connection,
  kind,
  onDone,
}: {
  word: UnknownWord & { label: string };
  connectionId: number;
  connection: string;
  kind: string;
  onDone: (text: string) => void;
}) {
  const t = useTranslations("trust.letter");
  const format = useFormat();
  const [value, setValue] = useState("");
  const { run, pending, error } = useAction(mapValueAction, ({ records }) =>
    onDone(t("mapped", { word: word.value, value, count: records })),
  );
  const input = {
    label: t("means", { word: word.value, connection }),
    name: "meaning",
    value,
    error: error?.fieldErrors?.value,
    onChange: (event: { target: { value: string } }) => setValue(event.target.value),
  };
  return (
    <section aria-label={t("mapTitle")} className="flex flex-col gap-3 rounded-card border border-border p-3">
      <p>{t("mapHelp", { field: word.label, word: word.value, count: word.records })}</p>
      {word.choices ? (
        <SelectField
          {...input}
          placeholder={t("choose")}
          options={word.choices.map((choice) => ({ value: choice, label: choice }))}
        />
      ) : (
        <TextField {...input} widthChars={16} />
      )}
      <ErrorNote error={error} />
      <div>
        <Button
          variant="primary"
          pending={pending}
          needsConnection
          offReason={value.trim() === "" ? t("mapFirst") : null}
          onPress={() =>
            void run({
              connectionId,
              kind,
              field: word.field,
              externalValue: word.value,
              value: value.trim(),
            })
          }
        >
          {t("mapButton", { count: word.records, figure: format.number(word.records) })}
        </Button>
      </div>
    </section>
  );
}
