"use client";

import { useTranslations } from "next-intl";
import { zoneCity } from "@/components/format/date";
import { localMinuteOf, utcOfLocalMinute } from "@/lib/core/zones";
import type { BlackoutRow } from "@/lib/services/policy/authority";
import { actionKinds } from "@/lib/services/policy/kinds";
import type { ScopeChoices } from "./cells";
import { type EditedColumn, type RowError, RowsEditor } from "./rows-editor";
import { useScopeColumn } from "./scope-column";

interface BlackoutsEditorProps {
  rows: readonly BlackoutRow[];
  onChange: (rows: BlackoutRow[]) => void;
  choices: ScopeChoices;
  /** The company's. */
  timeZone: string;
  editable: boolean;
  errors: ReadonlyMap<number, RowError>;
}

const hourMs = 3_600_000;

/** Times in which nothing is approved, once or every week by the company's clock. */
export function BlackoutsEditor({
  rows,
  onChange,
  choices,
  timeZone,
  editable,
  errors,
}: BlackoutsEditorProps) {
  const t = useTranslations("authority");
  const scopeColumn = useScopeColumn<BlackoutRow>(choices, editable);
  const columns: EditedColumn<BlackoutRow>[] = [
    {
      key: "name",
      header: t("columns.name"),
      cell: (row, change, name) =>
        editable ? (
          <input
            aria-label={name}
            className="field-native w-40"
            value={row.name}
            onChange={(event) => change({ ...row, name: event.target.value })}
          />
        ) : (
          row.name
        ),
    },
    {
      key: "when",
      header: t("columns.when"),
      cell: (row, change, name) => (
        <WhenCell
          name={name}
          row={row}
          timeZone={timeZone}
          editable={editable}
          onChange={(when) => change({ ...row, when })}
        />
      ),
    },
    {
      key: "kinds",
      header: t("columns.kinds"),
      cell: (row, change) => (
        <span className="flex flex-col">
          {actionKinds.map((kind) => (
            <label key={kind} className="flex min-h-6 items-center gap-1.5 whitespace-nowrap">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                disabled={!editable}
                checked={row.kinds.length === 0 || row.kinds.includes(kind)}
                onChange={(event) =>
                  change({ ...row, kinds: toggled(row.kinds, kind, event.target.checked) })
                }
              />
              {t(`kind.${kind}`)}
            </label>
          ))}
        </span>
      ),
    },
    scopeColumn,
  ];
  return (
    <RowsEditor
      title={t("blackouts.title")}
      subtitle={t("blackouts.subtitle", { zone: zoneCity(timeZone) })}
      rows={rows}
      columns={columns}
      editable={editable}
      errors={errors}
      onChange={onChange}
      blank={(): BlackoutRow => ({
        name: "",
        kinds: [],
        scope: {},
        when: { type: "weekly", weekdays: [6, 7], from: "00:00", until: "23:59" },
      })}
      words={{ add: t("blackouts.add"), remove: t("remove"), none: t("blackouts.none") }}
    />
  );
}

/** Ticking all, or taking away the last, means every kind. */
function toggled(kinds: BlackoutRow["kinds"], kind: BlackoutRow["kinds"][number], on: boolean) {
  const before = kinds.length === 0 ? actionKinds : kinds;
  const after = actionKinds.filter((one) => (one === kind ? on : before.includes(one)));
  return after.length === actionKinds.length ? [] : after;
}

function WhenCell({
  name,
  row,
  timeZone,
  editable,
  onChange,
}: {
  name: string;
  row: BlackoutRow;
  timeZone: string;
  editable: boolean;
  onChange: (when: BlackoutRow["when"]) => void;
}) {
  const t = useTranslations("authority.when");
  const { when } = row;
  const setType = (type: string) => {
    if (type === when.type) return;
    const now = Math.ceil(Date.now() / hourMs) * hourMs;
    onChange(
      type === "once"
        ? { type, from: new Date(now).toISOString(), until: new Date(now + 24 * hourMs).toISOString() }
        : { type: "weekly", weekdays: [6, 7], from: "00:00", until: "23:59" },
    );
  };
  return (
    <span className="flex flex-col gap-1">
      <select
        aria-label={name}
        className="field-native w-fit pr-8"
        disabled={!editable}
        value={when.type}
        onChange={(event) => setType(event.target.value)}
      >
        <option value="weekly">{t("weekly")}</option>
        <option value="once">{t("once")}</option>
      </select>
      {when.type === "once" ? (
        (["from", "until"] as const).map((end) => (
          <label key={end} className="flex items-center gap-2 text-caption text-muted">
            <span className="w-10">{t(end)}</span>
            <input
              type="datetime-local"
              className="field-native text-foreground"
              disabled={!editable}
              value={localMinuteOf(Date.parse(when[end]), timeZone)}
              onChange={(event) => {
                const moment = utcOfLocalMinute(event.target.value, timeZone);
                if (moment) onChange({ ...when, [end]: moment });
              }}
            />
            {zoneCity(timeZone)}
          </label>
        ))
      ) : (
        <>
          <span className="flex flex-wrap gap-x-2">
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <label key={day} className="flex min-h-6 items-center gap-1">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  disabled={!editable}
                  checked={when.weekdays.includes(day)}
                  onChange={(event) =>
                    onChange({
                      ...when,
                      weekdays: event.target.checked
                        ? [...when.weekdays, day].toSorted()
                        : when.weekdays.filter((one) => one !== day),
                    })
                  }
                />
                {t(`day.${day}`)}
              </label>
            ))}
          </span>
          <span className="flex items-center gap-2">
            {(["from", "until"] as const).map((end) => (
              <label key={end} className="flex items-center gap-1 text-caption text-muted">
                {t(end)}
                <input
                  type="time"
                  className="field-native w-36 text-foreground"
                  disabled={!editable}
                  value={when[end]}
                  onChange={(event) => event.target.value && onChange({ ...when, [end]: event.target.value })}
                />
              </label>
            ))}
          </span>
        </>
      )}
    </span>
  );
}
