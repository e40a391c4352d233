"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { SelectField } from "@/components/field";
import { useFormat } from "@/components/format";
import { usePastMoment } from "@/components/past/moment";
import { thenHref } from "@/components/past/read-moment";
import { periods } from "../../metrics";
import { actionKinds, teams, type WorthQuery, worthSearch } from "../query";

/** Team, kind, period and week; each choice is an address of its own. */
export function WorthControls({ query, weeks }: { query: WorthQuery; weeks: readonly string[] }) {
  const t = useTranslations("worth");
  const reports = useTranslations("reports");
  const format = useFormat();
  const router = useRouter();
  const asOf = usePastMoment();
  const go = (change: Partial<Record<keyof WorthQuery, string>>) => {
    const asked = new URLSearchParams({
      ...Object.fromEntries(new URLSearchParams(worthSearch(query))),
      ...change,
    });
    for (const [name, value] of [...asked]) if (!value) asked.delete(name);
    router.push(thenHref(`/reports/decisions?${asked}`, asOf) as Route);
  };
  const all = { value: "", label: t("controls.all") };
  return (
    <div className="flex flex-wrap gap-3">
      <SelectField
        label={t("controls.team")}
        name="team"
        value={query.team ?? ""}
        onChange={(event) => go({ team: event.target.value })}
        options={[all, ...teams.map((value) => ({ value, label: t(`teams.${value}`) }))]}
      />
      <SelectField
        label={t("controls.kind")}
        name="kind"
        value={query.kind ?? ""}
        onChange={(event) => go({ kind: event.target.value })}
        options={[all, ...actionKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))]}
      />
      <SelectField
        label={reports("controls.period")}
        name="period"
        value={query.period}
        onChange={(event) => go({ period: event.target.value, week: "" })}
        options={Object.keys(periods).map((value) => ({
          value,
          label: reports(`periods.${value as keyof typeof periods}`),
        }))}
      />
      <SelectField
        label={t("controls.week")}
        name="week"
        value={query.week ?? ""}
        onChange={(event) => go({ week: event.target.value })}
        options={[
          all,
          ...weeks.map((value) => ({
            value,
            label: t("time.week", { day: format.calendarDay(value, "table") }),
          })),
        ]}
      />
    </div>
  );
}
