"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { SelectField } from "@/components/field";
import { usePastMoment } from "@/components/past/moment";
import { thenHref } from "@/components/past/read-moment";
import type { ReportScope } from "@/db/queries/reports";
import { type Metric, metricNames, type Period, periods } from "../metrics";

/** Figure, scope and period; each choice is an address of its own. */
export function ReportControls({
  query,
  scopes,
}: {
  query: { metric: Metric; scope: string; period: Period };
  scopes: ReportScope[];
}) {
  const t = useTranslations("reports");
  const router = useRouter();
  const asOf = usePastMoment();
  const go = (change: Partial<typeof query>) => {
    const next = { ...query, ...change };
    const address = `/reports?metric=${next.metric}&scope=${encodeURIComponent(next.scope)}&period=${next.period}`;
    router.push(thenHref(address, asOf) as Route);
  };
  return (
    <div className="flex flex-wrap gap-3">
      <SelectField
        label={t("controls.metric")}
        name="metric"
        value={query.metric}
        onChange={(event) => go({ metric: event.target.value as Metric })}
        options={metricNames.map((value) => ({ value, label: t(`metrics.${value}`) }))}
      />
      <SelectField
        label={t("controls.scope")}
        name="scope"
        value={query.scope}
        onChange={(event) => go({ scope: event.target.value })}
        options={scopes.map(({ scope, name }) => ({ value: scope, label: name ?? t("controls.company") }))}
      />
      <SelectField
        label={t("controls.period")}
        name="period"
        value={query.period}
        onChange={(event) => go({ period: event.target.value as Period })}
        options={(Object.keys(periods) as Period[]).map((value) => ({ value, label: t(`periods.${value}`) }))}
      />
    </div>
  );
}
