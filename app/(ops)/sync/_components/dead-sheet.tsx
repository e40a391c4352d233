"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { TextAreaField } from "@/components/field";
import { useFormat } from "@/components/format";
import { SideSheet } from "@/components/side-sheet";
import type { UnknownWord } from "@/lib/services/inbox/map-value";
import { dismissAction, repairAction, replayAction } from "../actions";
import { withValues } from "../letter-values";
import type { DeadRow } from "../load-stuck";
import { shortCode } from "../short-code";
import { LetterFields, type NamedField } from "./letter-fields";
import { MapWord } from "./map-word";

export interface OpenLetter extends DeadRow {
  eventAt: string | null;
  /** Indented JSON. */
  fields: string;
  raw: string | null;
  /** Its fields by name; empty where its kind has no form. */
  form: NamedField[];
  /** The word it is refused for, where naming its meaning sets it right. */
  word: (UnknownWord & { label: string }) | null;
}

/** One record that could not be taken: why, as it came, as it was read; repaired, replayed or given up here. */
export function DeadSheet({ letter, back }: { letter: OpenLetter | null; back: string }) {
  const t = useTranslations("inbox.dead");
  const router = useRouter();
  const close = () => router.replace(back as Route, { scroll: false });
  const title = letter ? t("sheet", { kind: letter.kindWord, id: shortCode(letter.externalId) }) : t("title");
  const [done, setDone] = useState<string | null>(null);
  return (
    <SideSheet open onClose={close} title={title} widthPx={720}>
      {done ? (
        <p role="status">{done}</p>
      ) : letter ? (
        <Letter letter={letter} onDone={setDone} />
      ) : (
        <p role="status">{t("gone")}</p>
      )}
    </SideSheet>
  );
}

function Letter({ letter, onDone }: { letter: OpenLetter; onDone: (text: string) => void }) {
  const t = useTranslations("inbox.dead");
  const format = useFormat();
  const words = useTranslations("trust.letter");
  const [mode, setMode] = useState<"fields" | "json">(letter.form.length > 0 ? "fields" : "json");
  const [json, setJson] = useState(letter.fields);
  const [values, setValues] = useState<Record<string, string>>(
    Object.fromEntries(letter.form.map((field) => [field.path, field.value ?? ""])),
  );
  const repairing = useAction(repairAction, () => onDone(t("onItsWay")));
  const filled = () => JSON.stringify(withValues(JSON.parse(letter.fields), values), null, 2);
  const choose = (next: "fields" | "json") => {
    if (next === "json") setJson(filled());
    setMode(next);
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void repairing.run({ id: letter.id, fields: mode === "json" ? json : filled() });
  };
  const fieldErrors = repairing.error?.fieldErrors ?? {};
  const replaying = useAction(replayAction, ({ records }) =>
    onDone(records > 0 ? t("onItsWay") : t("replayed", { count: records })),
  );
  const giving = useAction(dismissAction, ({ records }) => onDone(t("dismissed", { count: records })));
  const facts: [string, string | null][] = [
    [t("source"), letter.connection],
    [t("field"), letter.form.find(({ refused }) => refused)?.label ?? letter.field],
    [t("value"), letter.value],
    [t("happened"), letter.eventAt && format.moment(letter.eventAt)],
    [t("received"), format.moment(letter.receivedAt)],
  ];
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <p className="rounded-control bg-out-soft px-3 py-2 text-out-ink">{letter.reason ?? letter.code}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {letter.word ? (
        <MapWord
          word={letter.word}
          connectionId={letter.connectionId}
          connection={letter.connection}
          kind={letter.kind}
          onDone={onDone}
        />
      ) : null}
      {letter.form.length > 0 ? (
        <fieldset className="flex flex-wrap gap-1" aria-label={words("mode")}>
          {(["fields", "json"] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={mode === one}
              className={`flex h-(--control-height) cursor-pointer items-center rounded-control px-3 ${mode === one ? "bg-accent-soft font-medium" : "text-muted hover:text-foreground"}`}
              onClick={() => choose(one)}
            >
              {words(`modes.${one}`)}
            </button>
          ))}
        </fieldset>
      ) : null}
      {mode === "fields" ? (
        <LetterFields
          form={letter.form}
          reason={letter.reason}
          values={values}
          onValue={(path, text) => setValues((before) => ({ ...before, [path]: text }))}
        />
      ) : (
        <TextAreaField
          label={t("fields")}
          name="fields"
          help={t("fieldsHelp")}
          rows={14}
          spellCheck={false}
          style={{ fontFamily: "ui-monospace, monospace" }}
          value={json}
          onChange={(event) => setJson(event.target.value)}
          error={fieldErrors.fields}
        />
      )}
      <ErrorNote error={repairing.error ?? replaying.error ?? giving.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant={letter.word ? "secondary" : "primary"}
          pending={repairing.pending}
          needsConnection
        >
          {t("repair")}
        </Button>
        <Button
          pending={replaying.pending}
          needsConnection
          onPress={() => void replaying.run({ ids: [letter.id] })}
        >
          {t("replay")}
        </Button>
        <Button
          pending={giving.pending}
          needsConnection
          onPress={() => void giving.run({ ids: [letter.id] })}
        >
          {t("dismiss")}
        </Button>
      </div>
      {letter.raw === null ? (
        <p className="text-muted">{t("noRaw")}</p>
      ) : (
        <TextAreaField
          label={t("raw")}
          name="raw"
          rows={10}
          readOnly
          spellCheck={false}
          style={{ fontFamily: "ui-monospace, monospace" }}
          defaultValue={letter.raw}
        />
      )}
    </form>
  );
}
