"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { SkuForecastRow, SkuOverride, SkuSurge } from "@/db/queries/sku-forecast";
import { cancelOverrideAction } from "../actions";
import { ForecastBasis } from "./forecast-basis";
import { OverrideForm } from "./override-form";
import { SkuOverrides } from "./sku-overrides";

interface SkuForecastProps {
  skuId: number;
  code: string;
  today: string;
  rows: SkuForecastRow[];
  surges: SkuSurge[];
  overrides: SkuOverride[];
  places: { id: number; name: string }[];
  mayEdit: boolean;
}

/** What the forecast of each place rests on, what turned within hours, and what people know better. */
export function SkuForecast({
  skuId,
  code,
  today,
  rows,
  surges,
  overrides,
  places,
  mayEdit,
}: SkuForecastProps) {
  const t = useTranslations("forecast");
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [saved, setSaved] = useState<number | null>(null);
  const undo = useAction(cancelOverrideAction, () => {
    setSaved(null);
    announce(t("takenBack"));
  });
  const perDay = (units: number) => format.number(units, { decimals: units < 1 ? 2 : units < 10 ? 1 : 0 });
  return (
    <Panel
      id="forecast"
      title={t("title")}
      subtitle={t("subtitle")}
      padded={false}
      className="xl:col-span-2"
      actions={mayEdit ? <Button onPress={() => setOpen(true)}>{t("say")}</Button> : undefined}
    >
      <div className="flex flex-col gap-2 px-4 pb-2 empty:hidden">
        <ErrorNote error={undo.error} />
        {saved === null || overrides.some((one) => one.id === saved && one.cancelledBy) ? null : (
          <p role="status" className="flex flex-wrap items-center gap-3">
            {t("saved")}
            <Button
              size="sm"
              pending={undo.pending}
              needsConnection
              onPress={() => void undo.run({ overrideId: saved })}
            >
              {t("takeBack")}
            </Button>
          </p>
        )}
        {surges.map((surge) => (
          <p key={surge.id} className={surge.direction === "up" ? "text-at-risk-ink" : "text-muted"}>
            {t(surge.direction === "up" ? "surge.up" : "surge.down", {
              place: surge.locationName ?? t("form.everyPlace"),
              units: format.number(surge.observedUnits),
              hours: surge.windowHours,
              expected: perDay(surge.expectedUnits),
              factor: format.number(surge.factor, { decimals: 1 }),
              until: format.moment(surge.expiresAt),
            })}
          </p>
        ))}
      </div>
      <SimpleTable
        caption={t("title")}
        rows={rows}
        rowKey={(row) => String(row.locationId)}
        empty={<EmptyState kind="nothingYet" title={t("none")} />}
        columns={[
          { key: "place", header: t("place"), identity: true, cell: (row) => row.locationName },
          {
            key: "mean",
            header: t("mean"),
            align: "end",
            cell: (row) => (row.meanPerDay === null ? <Unknown /> : perDay(row.meanPerDay)),
          },
          {
            key: "twoWeeks",
            header: t("twoWeeks"),
            align: "end",
            cell: ({ twoWeeks }) => (
              <span className="whitespace-nowrap">
                {t("range", {
                  low: format.number(twoWeeks.low),
                  mid: format.number(twoWeeks.mid),
                  high: format.number(twoWeeks.high),
                })}
              </span>
            ),
          },
          { key: "basis", header: t("basis.head"), cell: (row) => <ForecastBasis row={row} /> },
        ]}
      />
      <SkuOverrides
        overrides={overrides}
        mayEdit={mayEdit}
        today={today}
        pending={undo.pending}
        onTakeBack={(overrideId) => void undo.run({ overrideId })}
      />
      <SideSheet open={open} onClose={() => setOpen(false)} title={t("sheet", { sku: code })}>
        <OverrideForm
          skuId={skuId}
          places={places}
          today={today}
          onSaved={(overrideId) => {
            setSaved(overrideId);
            setOpen(false);
            undo.clearError();
          }}
        />
      </SideSheet>
    </Panel>
  );
}
