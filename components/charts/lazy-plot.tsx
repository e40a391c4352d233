"use client";

import dynamic from "next/dynamic";
import type { TimePlotProps } from "./time-plot";

const Plot = dynamic(() => import("./time-plot"), { ssr: false });

/** The drawing in a box of its final size, so that nothing jumps when recharts arrives. */
export function LazyPlot(props: TimePlotProps) {
  return (
    <div style={{ height: props.heightPx }} className="min-w-0">
      <Plot {...props} />
    </div>
  );
}
