export { FanChart, type FanChartProps, type FanPoint } from "./fan-chart";
export type { ChartFrameProps } from "./frame";
export { type HeatCell, Heatmap, type HeatmapProps } from "./heatmap";
export { LineChart, type LineChartProps, SpendLine, type SpendLineProps } from "./line-chart";
export {
  AccuracyDots,
  type AccuracyDotsProps,
  DotRanges,
  type DotRangesProps,
  LogDots,
  type LogDotsProps,
  OrderedBars,
  type OrderedBarsProps,
} from "./row-charts";
export { SmallMultiples, type SmallMultiplesProps } from "./small-multiples";
export { StateStrip, type StateStripProps } from "./state-strip";
export type { LineSeries, Span, Unit, X, XY } from "./types";
