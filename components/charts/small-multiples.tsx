"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { ChartFrame, type ChartFrameProps } from "./frame";
import { LazyPlot } from "./lazy-plot";
import { niceTicks } from "./ticks";
import { isCalendar, toTime, type Unit, type XY } from "./types";
import { useUnit } from "./use-unit";

export interface SmallMultiplesProps extends ChartFrameProps {
  /** Sorted by what matters; twelve at most. */
  panels: { key: string; title: string; points: XY[]; step?: boolean; note?: string }[];
  unit: Unit;
  panelHeightPx?: number;
}

const mostPanels = 12;
const firstOnPhone = 4;

/** One subject in many places, all on the same scales. */
export function SmallMultiples({ panels, unit, panelHeightPx = 110, ...frame }: SmallMultiplesProps) {
  const t = useTranslations("chart");
  const format = useFormat();
  const { full } = useUnit(unit);
  const [all, setAll] = useState(false);
  const shown = panels.slice(0, mostPanels);
  const values = shown.flatMap((panel) =>
    panel.points.map((point) => point.y).filter((y): y is number => y !== null),
  );
  const ticks = niceTicks(Math.min(0, ...values), Math.max(0, ...values), 3);
  const range = [ticks[0] ?? 0, ticks.at(-1) ?? 1] as const;
  const moments = [...new Set(shown.flatMap((panel) => panel.points.map((point) => point.x)))];
  const table = {
    columns: [t("when"), ...shown.map((panel) => panel.title)],
    rows: moments.map((x) => [
      format.day(new Date(toTime(x)), "table"),
      ...shown.map((panel) => full(panel.points.find((point) => point.x === x)?.y ?? null)),
    ]),
  };
  return (
    <ChartFrame {...frame} table={table}>
      <div className="@container">
        <div className="grid grid-cols-1 gap-3 @md:grid-cols-2 @4xl:grid-cols-4">
          {shown.map((panel, index) => (
            <div key={panel.key} className={index >= firstOnPhone && !all ? "max-sm:hidden" : ""}>
              <p className="flex justify-between gap-2 text-caption">
                <span className="truncate font-medium">{panel.title}</span>
                {panel.note ? <span className="shrink-0 text-muted">{panel.note}</span> : null}
              </p>
              <LazyPlot
                rows={panel.points.map((point) => ({ x: toTime(point.x), y: point.y }))}
                lines={[
                  { key: "y", label: panel.title, color: "var(--series-1)", step: panel.step, width: 1.5 },
                ]}
                unit={unit}
                fromZero
                range={range}
                heightPx={panelHeightPx}
                syncId={frame.csvName}
                summary={frame.summary}
                calendar={isCalendar(moments)}
              />
            </div>
          ))}
        </div>
      </div>
      {shown.length > firstOnPhone && !all ? (
        <span className="sm:hidden">
          <Button full onPress={() => setAll(true)}>
            {t("morePanels", { count: shown.length - firstOnPhone })}
          </Button>
        </span>
      ) : null}
    </ChartFrame>
  );
}
