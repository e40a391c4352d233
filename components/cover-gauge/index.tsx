import { useNow, useTranslations } from "next-intl";
import { ageParts, useFormat } from "@/components/format";
import { StateShape, type StockState } from "@/components/state-chip";
import { axisDays, endRoomPx, GaugeDrawing } from "./drawing";
import { type GaugeInput, gaugeGeometry } from "./geometry";
import { gaugeSentence } from "./sentence";

export { GaugeDefs } from "./drawing";
export type { GaugeArrival, GaugeInput } from "./geometry";
export { gaugeGeometry } from "./geometry";

/** What a row carries for its gauge; plain data, safe to send to the browser. */
export interface CoverGaugeInput extends GaugeInput {
  state: StockState;
  stale?: boolean;
  /** Last reading, ISO: said when the stock is unknown. */
  lastReadAt?: string | null;
}

export interface CoverGaugeProps extends CoverGaugeInput {
  size?: "table" | "card";
  loading?: boolean;
  /** A meter with moving water, for the SKU page. */
  meter?: boolean;
  /** Print the days of cover left of the drawing. Default true; false where a column of its own shows them. */
  figure?: boolean;
  /** Width of the drawing; 160 in tables (at least 120), 320 on cards. */
  widthPx?: number;
}

/** One SKU at one place: the water ends on the day the stock runs out, a tick stands where goods arrive. */
export function CoverGauge(props: CoverGaugeProps) {
  const { size = "table", state, stale = false, loading = false, meter = false, figure = true } = props;
  const t = useTranslations("gauge");
  const words = useTranslations("states");
  const ages = useTranslations("freshness");
  const format = useFormat();
  const now = useNow();
  const widthPx = props.widthPx ?? (size === "card" ? 320 : 160);
  const axis = size === "card";
  if (loading)
    return <GaugeDrawing shape={null} state="unknown" stale={false} widthPx={widthPx} axis={axis} />;

  const shape = gaugeGeometry(props, widthPx - 2 * endRoomPx);
  const age = props.lastReadAt ? ageParts(new Date(props.lastReadAt), now) : null;
  const lastReadAgo = age ? ages(`ago.${age.unit}`, { count: age.count }) : null;
  const sentence = gaugeSentence({
    input: props,
    shape,
    state,
    stale,
    lastReadAgo,
    t,
    stateWord: words(state),
    format,
  });
  const semantics = !meter
    ? {}
    : shape.kind === "cover"
      ? {
          role: "meter",
          "aria-valuemin": 0,
          "aria-valuemax": shape.scaleDays,
          "aria-valuenow": Math.min(Math.round(shape.coverDays ?? 0), shape.scaleDays),
          "aria-valuetext": sentence,
          "aria-label": t("label"),
        }
      : { role: "img", "aria-label": sentence };
  return (
    <span className="inline-flex items-start gap-2 whitespace-nowrap" {...semantics}>
      {figure ? (
        <span className="w-12 shrink-0 text-right">
          {shape.kind === "cover" ? (
            (shape.coverDays ?? 0) > 365 ? (
              t("over365Short")
            ) : (
              format.days(shape.coverDays ?? 0)
            )
          ) : shape.kind === "unknown" ? (
            <StateShape state="unknown" size={14} className="ml-auto mt-[3px] inline" />
          ) : null}
        </span>
      ) : null}
      <span className="relative inline-block">
        <GaugeDrawing
          shape={shape}
          state={state}
          stale={stale}
          widthPx={widthPx}
          axis={axis}
          moving={meter}
        />
        {shape.kind === "noDemand" ? (
          <span
            aria-hidden="true"
            className="absolute top-1 left-0 bg-(--cell-ground,var(--surface)) pr-2 text-caption text-muted"
          >
            {t("noDemand", {
              count: props.availableUnits ?? 0,
              figure: format.number(props.availableUnits ?? 0),
            })}
          </span>
        ) : null}
        {shape.kind === "unknown" ? (
          <span
            aria-hidden="true"
            className="absolute top-1 left-0 bg-(--cell-ground,var(--surface)) pr-2 text-caption text-unknown-ink"
          >
            {lastReadAgo ? t("lastReadShort", { ago: lastReadAgo }) : t("neverReadShort")}
          </span>
        ) : null}
      </span>
      {meter ? null : <span className="sr-only">{sentence}</span>}
    </span>
  );
}

/** The scale 0 30 60 90 120 of a column of gauges, printed once in its head. */
export function GaugeScale({
  excessLimitDays = 90,
  widthPx = 160,
  figure = true,
}: {
  excessLimitDays?: number;
  widthPx?: number;
  figure?: boolean;
}) {
  const scaleDays = excessLimitDays + 30;
  const inner = widthPx - 2 * endRoomPx;
  return (
    <span aria-hidden="true" className="flex gap-2 text-caption font-normal text-muted">
      {figure ? <span className="w-12 shrink-0" /> : null}
      <svg aria-hidden="true" className="block" width={widthPx} height="16" fill="currentColor">
        <g transform={`translate(${endRoomPx} 0)`}>
          {axisDays(scaleDays, inner).map((days) => (
            <text
              key={days}
              x={(days / scaleDays) * inner}
              y="12"
              textAnchor={days === 0 ? "start" : days === scaleDays ? "end" : "middle"}
            >
              {days}
            </text>
          ))}
        </g>
      </svg>
    </span>
  );
}
