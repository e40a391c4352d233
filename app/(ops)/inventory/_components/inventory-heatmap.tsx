"use client";

import { useTranslations } from "next-intl";
import { Heatmap } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import type { HeatmapData } from "../load-heatmap";
import { ViewSwitch } from "./view-switch";

/** Days of cover, SKU × place: the same SKU short in one place and idle in another stands in one row. */
export function InventoryHeatmap({ heatmap, asOf }: { heatmap: HeatmapData; asOf: string | null }) {
  const t = useTranslations("inventory");
  const words = useTranslations("gauge");
  const format = useFormat();
  if (heatmap.rows.length === 0) return <EmptyState kind="nothingMatches" title={t("heatmap.empty")} />;
  const short = heatmap.rows.filter(
    (row) =>
      row.cells.some((cell) => cell?.state === "out") && row.cells.some((cell) => cell?.state === "excess"),
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex justify-end">
        <ViewSwitch current="heatmap" />
      </div>
      <Heatmap
        title={t("heatmap.title")}
        subtitle={t("heatmap.subtitle", { count: heatmap.rows.length })}
        summary={t("heatmap.summary", { count: short.length })}
        asOf={asOf}
        csvName="plimsoll-cover"
        rowHeader={t("columns.sku")}
        columns={heatmap.columns}
        rows={heatmap.rows.map((row) => ({
          id: row.id,
          label: row.id,
          href: `/inventory/${encodeURIComponent(row.id)}`,
          cells: row.cells.map((cell) =>
            cell
              ? {
                  value:
                    cell.noDemand || cell.coverDays === null
                      ? null
                      : cell.coverDays > 365
                        ? words("over365Short")
                        : format.days(cell.coverDays),
                  state: cell.state,
                  noDemand: cell.noDemand,
                }
              : undefined,
          ),
        }))}
      />
    </div>
  );
}
