"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { Panel } from "@/components/panel";
import { useKindLabel } from "./use-kind-label";

const sourceKey = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What the file holds, where it comes from, and whether a saved mapping reads it. */
export function FileForm({
  fileId,
  kinds,
  guessedKind,
  sources,
  mappings,
}: {
  fileId: number;
  kinds: string[];
  guessedKind: string | null;
  sources: string[];
  mappings: { id: number; name: string; kind: string }[];
}) {
  const t = useTranslations("imports.file");
  const label = useKindLabel();
  const router = useRouter();
  const list = useId();
  const [kind, setKind] = useState(guessedKind ?? "");
  const [mapping, setMapping] = useState("");
  const [source, setSource] = useState("file");
  const [asked, setAsked] = useState(false);
  const problems = {
    kind: kind === "" ? t("kindNeeded") : null,
    source: sourceKey.test(source.trim().toLowerCase()) ? null : t("sourceForm"),
  };
  const fitting = mappings.filter((one) => one.kind === kind);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (problems.kind || problems.source) return;
    const params = new URLSearchParams({ file: String(fileId), kind, source: source.trim().toLowerCase() });
    if (fitting.some(({ id }) => String(id) === mapping)) params.set("map", mapping);
    router.push(`/imports/new/columns?${params}` as Route);
  };
  return (
    <Panel title={t("title")}>
      <form onSubmit={onSubmit} noValidate className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <SelectField
          label={t("kind")}
          name="kind"
          value={kind}
          placeholder={t("kindChoose")}
          help={guessedKind !== null && kind === guessedKind ? t("kindGuessed") : undefined}
          error={asked ? problems.kind : null}
          onChange={(event) => setKind(event.target.value)}
          options={kinds.map((value) => ({ value, label: label(value) }))}
        />
        <TextField
          label={t("source")}
          help={t("sourceHelp")}
          name="source"
          widthChars={24}
          autoComplete="off"
          spellCheck={false}
          list={list}
          value={source}
          error={asked ? problems.source : null}
          onChange={(event) => setSource(event.target.value)}
        />
        <datalist id={list}>
          {sources.map((key) => (
            <option key={key} value={key} />
          ))}
        </datalist>
        {fitting.length > 0 ? (
          <SelectField
            label={t("mapping")}
            name="map"
            value={mapping}
            onChange={(event) => setMapping(event.target.value)}
            options={[
              { value: "", label: t("guess") },
              ...fitting.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
        ) : null}
        <div className="w-full">
          <Button type="submit" variant="primary">
            {t("next")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
