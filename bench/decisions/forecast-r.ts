import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fitCalibration } from "@/lib/metrics/forecast/calibrate";
import { forecastFromState } from "@/lib/metrics/forecast/compute";
import type { BenchResult } from "../result";
import { seededRandom } from "../support/seeded-random";
import { type PastOrigin, pastForecasts, statesAt } from "./forecast-states";
import { scaledError } from "./losses";
import { loadOnlineRetail } from "./online-retail";
import { pairedRatio } from "./paired";

/** Products drawn, and the moments each is forecast at: auto.arima takes a second or two for one. */
const products = 300;
const seed = "20261122";
const originsBack = [0, 84];
const daysAhead = 28;
const leastDays = 120;
const everyDays = 14;

/**
 * Our forecasts beside those of R's package forecast (ets, auto.arima, ses, each as it chooses itself, with a week as its season) on
 * a seeded sample of a real shop's products: RMSSE of 28 days, with intervals of the paired differences by product.
 */
export async function* run(): AsyncGenerator<BenchResult> {
  const demand = loadOnlineRetail();
  const probe = spawnSync("Rscript", ["-e", "library(forecast)"], { encoding: "utf8" });
  if (!demand || probe.status !== 0) {
    console.log(
      `NOT RUN: forecast-r, because ${demand ? "R with its package forecast is not installed (Debian: r-cran-forecast)" : "the month files of Online Retail are not there; set PLIMSOLL_ONLINE_RETAIL_DIR"}.`,
    );
    return;
  }
  const last = demand.days - daysAhead;
  const known = demand.series.flatMap(({ first }, i) =>
    first >= 0 && first <= last - Math.max(...originsBack) - leastDays ? [i] : [],
  );
  const chosen = drawn(known, products);
  const losses = new Map<string, number[]>();
  const names = ["ets", "auto.arima", "ses"];
  for (const back of originsBack) {
    const origin = last - back;
    const past: PastOrigin[] = [];
    for (let at = origin; at >= origin - 6 * everyDays; at -= everyDays) past.push(statesAt(demand, at));
    const calibration = fitCalibration(pastForecasts(demand, past, origin));
    const now = past[0];
    if (!now) return;
    const histories = chosen.map((i) => {
      const { units, first } = demand.series[i] ?? { units: new Float64Array(), first: 0 };
      return units.subarray(first, origin);
    });
    const theirs = askR(histories);
    chosen.forEach((i, n) => {
      const own = now.states.find(({ series }) => series === i)?.own;
      const history = histories[n];
      const ahead = demand.series[i]?.units.subarray(origin, origin + daysAhead);
      if (!own || !history || !ahead) return;
      const { asOfDay, place } = now;
      const ours = forecastFromState(
        own,
        { weight: 0, units: 0, days: 0 },
        { horizonDays: daysAhead, asOfDay, place, calibration },
      );
      const add = (name: string, mean: ArrayLike<number>) => {
        const list = losses.get(name) ?? chosen.map(() => 0);
        list[n] = (list[n] ?? 0) + scaledError(history, ahead, mean);
        losses.set(name, list);
      };
      add("ours", ours.meanPerDay);
      names.forEach((name, k) => {
        add(name, theirs[n * names.length + k] ?? []);
      });
    });
  }
  for (const name of names) {
    const { ratio, low, high } = pairedRatio({
      ours: losses.get("ours") ?? [],
      theirs: losses.get(name) ?? [],
    });
    yield {
      name: `RMSSE, 28 days ahead, beside ${name} of R`,
      ...{ value: ratio, unit: "×", budget: "≤ 0.99" },
      against: `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}; ${chosen.length} products drawn with seed ${seed}, at ${originsBack.length} moments`,
    };
  }
}

/** A fixed draw without replacement. */
function drawn(from: readonly number[], count: number): number[] {
  const random = seededRandom(seed);
  const left = [...from];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const [one = 0] = left.splice(Math.floor(random() * left.length), 1);
    return one;
  });
}

function askR(histories: readonly Float64Array[]): number[][] {
  const answer = spawnSync("Rscript", [join(import.meta.dirname, "r-references.R")], {
    input: `${histories.map((units) => [...units].join(" ")).join("\n")}\n`,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (answer.status !== 0) throw new Error(`Rscript ended with ${answer.status}: ${answer.stderr}`);
  return answer.stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" ").map(Number));
}
