import { type StockState, stateClasses } from "@/components/state-chip/state";
import type { GaugeShape } from "./geometry";

/** Room at both ends, so that ticks and caps on the first and last day are not cut. */
export const endRoomPx = 4;
const middle = 12;

export interface GaugeDrawingProps {
  shape: GaugeShape | null;
  state: StockState;
  stale: boolean;
  widthPx: number;
  /** Print the axis below: the card size. */
  axis: boolean;
  /** Let the water move to its new level: the SKU page only. */
  moving?: boolean;
}

/** Patterns that every gauge of a page refers to. Drawn once, by the shell. */
export function GaugeDefs() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        {(["out", "unknown"] as const).map((name) => (
          <pattern
            key={name}
            id={`hatch-${name}`}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="5" stroke={`var(--${name}-mark)`} strokeWidth="2.5" />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

/** The line with its band, water, arrivals and gap. Plain SVG without hooks: hundreds stand on a page. */
export function GaugeDrawing({ shape, state, stale, widthPx, axis, moving = false }: GaugeDrawingProps) {
  const inner = widthPx - 2 * endRoomPx;
  return (
    <svg
      aria-hidden="true"
      className={`drawing block shrink-0 ${stateClasses[state].mark}`}
      width={widthPx}
      height={axis ? 34 : 20}
      fill="none"
    >
      <g transform={`translate(${endRoomPx} 0)`}>
        {shape ? (
          <Content shape={shape} inner={inner} stale={stale} moving={moving} />
        ) : (
          <Track inner={inner} />
        )}
        {axis && shape ? <Axis inner={inner} scaleDays={shape.scaleDays} /> : null}
      </g>
    </svg>
  );
}

const Track = ({ inner }: { inner: number }) => (
  <line x1="0" x2={inner} y1={middle} y2={middle} stroke="var(--field-border)" />
);

function Content({
  shape,
  inner,
  stale,
  moving,
}: {
  shape: GaugeShape;
  inner: number;
  stale: boolean;
  moving: boolean;
}) {
  if (shape.kind === "unknown") {
    return (
      <rect
        x=".5"
        y={middle - 3.5}
        width={inner - 1}
        height="7"
        fill="url(#hatch-unknown)"
        stroke="var(--unknown-mark)"
      />
    );
  }
  if (shape.kind === "noDemand") {
    return (
      <line
        x1="0"
        x2={inner}
        y1={middle}
        y2={middle}
        stroke="var(--muted)"
        strokeWidth="1.5"
        strokeDasharray="1.5 4"
      />
    );
  }
  return (
    <>
      {shape.band ? <Band band={shape.band} /> : null}
      <Track inner={inner} />
      {shape.withIncoming && shape.withIncoming.to > shape.withIncoming.from ? (
        <line
          x1={shape.withIncoming.from}
          x2={shape.withIncoming.to}
          y1={middle}
          y2={middle}
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="1.5 2.5"
        />
      ) : null}
      {shape.gap ? (
        <rect
          x={shape.gap.from}
          y={middle - 2}
          width={Math.max(0, shape.gap.to - shape.gap.from)}
          height="4"
          fill="url(#hatch-out)"
        />
      ) : null}
      {shape.water ? <Water water={shape.water} stale={stale} moving={moving} /> : null}
      {shape.ticks.map((tick, index) => (
        <Tick key={index} {...tick} />
      ))}
    </>
  );
}

function Band({ band }: { band: NonNullable<GaugeShape["band"]> }) {
  const edge = (x: number) => <line x1={x} x2={x} y1={middle - 5} y2={middle + 5} stroke="var(--muted)" />;
  if ("only" in band) return edge(band.only);
  return (
    <>
      <rect
        x={band.from}
        y={middle - 5}
        width={band.to - band.from}
        height="10"
        fill="var(--surface-tertiary)"
      />
      {edge(band.from)}
      {edge(band.to)}
    </>
  );
}

function Water({
  water,
  stale,
  moving,
}: {
  water: NonNullable<GaugeShape["water"]>;
  stale: boolean;
  moving: boolean;
}) {
  const paint = stale
    ? { fill: "var(--surface)", stroke: "currentColor", strokeDasharray: "2 1.5" }
    : { fill: "currentColor" };
  const slide = moving ? "transition-transform duration-200 ease-out" : "";
  return (
    <>
      {water.bar ? (
        <rect
          y={middle - 2}
          height="4"
          className={`origin-left ${slide}`}
          {...(moving ? { width: 1, style: { transform: `scaleX(${water.end})` } } : { width: water.end })}
          {...paint}
        />
      ) : null}
      {water.beyond ? (
        <path
          d={`M${water.end - 5} ${middle - 6} ${water.end + 3} ${middle} ${water.end - 5} ${middle + 6}z`}
          {...paint}
        />
      ) : (
        <rect
          x="-1"
          y={middle - 7}
          width="2"
          height="14"
          className={slide}
          style={{ transform: `translateX(${water.end}px)` }}
          {...paint}
        />
      )}
    </>
  );
}

function Tick({ x, confirmed, overdue }: GaugeShape["ticks"][number]) {
  const ink = overdue ? "var(--at-risk-mark)" : "var(--foreground)";
  return (
    <g stroke={ink}>
      <line x1={x} x2={x} y1="6" y2={middle + 7} />
      <path d={`M${x - 3.5} 1h7L${x} 6z`} fill={confirmed ? ink : "var(--surface)"} strokeLinejoin="round" />
    </g>
  );
}

function Axis({ inner, scaleDays }: { inner: number; scaleDays: number }) {
  return (
    <g className="fill-muted text-caption">
      {axisDays(scaleDays, inner).map((days) => (
        <text
          key={days}
          x={(days / scaleDays) * inner}
          y="32"
          textAnchor={days === 0 ? "start" : days === scaleDays ? "end" : "middle"}
        >
          {days}
        </text>
      ))}
    </g>
  );
}

/** Pixels that the figures of a scale need each. */
const figurePx = 34;

/** 0 and every 30 days up to the end of the scale; every 60 where the figures would run into each other. */
export function axisDays(scaleDays: number, inner: number): number[] {
  const stepDays = (30 / scaleDays) * inner < figurePx ? 60 : 30;
  return Array.from({ length: Math.floor(scaleDays / stepDays) + 1 }, (_, index) => index * stepDays);
}
