import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import type { Db } from "@/db/client";
import { type DeadGroup, deadGroups } from "@/db/queries/live";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { getDeadLetter } from "@/lib/services/inbox/get-dead-letter";
import { letterForm } from "@/lib/services/inbox/letter-form";
import { unknownWord } from "@/lib/services/inbox/map-value";
import { rejectWords } from "../../imports/reject-words";
import { loadDead, readDeadQuery } from "../load-stuck";
import { DeadSheet, type OpenLetter } from "./dead-sheet";
import { DeadTable } from "./dead-table";

/** What could not be taken, and the sheet of the record that the address opens. */
export async function DeadList({
  db,
  actor,
  params,
}: {
  db: Db;
  actor: Actor;
  params: Record<string, string | string[] | undefined>;
}) {
  const id = Number(params.open);
  const opened = Number.isSafeInteger(id) && id > 0 ? id : null;
  const [t, said, page, groups, letter] = await Promise.all([
    getTranslations("inbox.dead"),
    getSaid(),
    loadDead(db, actor, params),
    deadGroups(db),
    opened === null ? null : getDeadLetter(db, actor, opened),
  ]);
  const word = letter ? await unknownWord(db, letter) : null;
  const kindWord = (kind: string) => said(say(`imports.kinds.${kind}`)) || kind;
  const labelOf = (name: string) => said(say(`imports.fields.${name}`)) || name;
  const reasonWord = (code: string) => said(say(`imports.codes.${code}.title`)) || code.replaceAll("_", " ");
  const query = new URLSearchParams(
    Object.entries(params).flatMap(([key, value]) =>
      key !== "open" && typeof value === "string" ? [[key, value]] : [],
    ),
  ).toString();
  const open: OpenLetter | null = letter && {
    ...letter,
    kindWord: kindWord(letter.kind),
    reason:
      letter.reason && rejectWords(said, { code: letter.code ?? "", reason: letter.reason, say: letter.say }),
    receivedAt: letter.receivedAt.toISOString(),
    eventAt: letter.eventAt?.toISOString() ?? null,
    fields: JSON.stringify(letter.fields, null, 2),
    raw: letter.raw === null ? null : JSON.stringify(letter.raw, null, 2),
    form: letterForm(letter.kind, asFields(letter.fields), letter.field).map((one) => ({
      ...one,
      label: labelOf(one.name),
    })),
    word: word && { ...word, label: labelOf(word.field.replace(/^lines\./, "")) },
  };
  return (
    <>
      <p className="max-w-5xl pb-2 text-muted">{t("help")}</p>
      <DeadTable
        page={page}
        query={query}
        filter={readDeadQuery(params).filter}
        options={{
          connections: distinct(groups, (group) => [String(group.connectionId), group.connection]),
          kinds: distinct(groups, (group) => [group.kind, kindWord(group.kind)]),
          codes: distinct(groups, (group) => [group.code ?? "", reasonWord(group.code ?? "")]),
        }}
      />
      {opened === null ? null : <DeadSheet key={opened} letter={open} back={`/sync?${query}`} />}
    </>
  );
}

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** Each value once, with its label, the most frequent first. */
function distinct(groups: DeadGroup[], of: (group: DeadGroup) => [string, string]) {
  const found = new Map(groups.map(of).filter(([value]) => value !== ""));
  return [...found].map(([value, label]) => ({ value, label }));
}
