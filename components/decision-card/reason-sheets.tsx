"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/button";
import { TextAreaField } from "@/components/field";
import { SideSheet } from "@/components/side-sheet";

interface ChoiceSheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  choices: { value: string; label: string }[];
  confirmLabel: string;
  pending: boolean;
  withNote: boolean;
  /** The choice that says nothing without a note. */
  noteFor?: string;
  onConfirm: (value: string, note: string) => void;
}

/** A sheet that asks for one of the listed reasons, or for an end. */
export function ChoiceSheet({
  open,
  onClose,
  title,
  choices,
  confirmLabel,
  pending,
  withNote,
  noteFor,
  onConfirm,
}: ChoiceSheetProps) {
  const t = useTranslations("decisionCard");
  const common = useTranslations("common");
  const group = useId();
  const [value, setValue] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const [noteMissing, setNoteMissing] = useState(false);
  const needsNote = value !== null && value === noteFor;
  const confirm = () => {
    if (value === null) setMissing(true);
    else if (needsNote && !note.trim()) setNoteMissing(true);
    else onConfirm(value, note);
  };
  const foot = (
    <>
      <Button variant="primary" pending={pending} needsConnection onPress={confirm}>
        {confirmLabel}
      </Button>
      <Button onPress={onClose}>{common("cancel")}</Button>
    </>
  );
  return (
    <SideSheet open={open} onClose={onClose} title={title} foot={foot}>
      <fieldset className="flex flex-col">
        <legend className="sr-only">{title}</legend>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex min-h-9 cursor-pointer items-center gap-2 rounded-chip px-2 text-form hover:bg-surface-tertiary"
          >
            <input
              type="radio"
              name={group}
              checked={value === choice.value}
              onChange={() => {
                setValue(choice.value);
                setMissing(false);
              }}
              className="size-4 accent-accent"
            />
            {choice.label}
          </label>
        ))}
        {missing ? (
          <p role="alert" className="px-2 pt-1 text-caption text-out-ink">
            {t("chooseOne")}
          </p>
        ) : null}
      </fieldset>
      {withNote ? (
        <div className="pt-4">
          <TextAreaField
            name="note"
            label={t("note")}
            optional={!needsNote}
            maxLength={1_000}
            value={note}
            onChange={(event) => {
              setNote(event.target.value);
              setNoteMissing(false);
            }}
            error={noteMissing && needsNote ? t("noteMissing") : null}
          />
        </div>
      ) : null}
    </SideSheet>
  );
}
