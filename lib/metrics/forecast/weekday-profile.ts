import { type DailySeries, weekdayAt } from "./daily-series";

/** Sales that the profile handed in counts as; a sale has as many units as the days scatter by (variance ÷ mean). */
const priorSales = 60;
const halfLifeDays = 60;
const decay = 0.5 ** (1 / halfLifeDays);

/**
 * How an item's demand spreads over the week: Monday first, mean 1. Its own shares, newer weeks counting more, drawn
 * towards `prior` (what its place sells by weekday) while its sales are few. A weekday on which the place never sells stays
 * at nothing.
 */
export function weekdayProfile(series: DailySeries, prior: readonly number[]): number[] {
  const { units, shares } = series;
  const { length } = units;
  // By weekday: units, days available, units squared, units × share, share squared, each weighted by how recent.
  const [sold, days, squares, products, shareSquares] = [make(), make(), make(), make(), make()];
  let weekday = length === 0 ? 0 : weekdayAt(series, length - 1);
  let weight = 1;
  for (let i = length - 1; i >= 0; i--) {
    const [unit, share] = [units[i] as number, shares[i] as number];
    days[weekday] = (days[weekday] as number) + weight * share;
    shareSquares[weekday] = (shareSquares[weekday] as number) + weight * share * share;
    if (unit > 0) {
      sold[weekday] = (sold[weekday] as number) + weight * unit;
      squares[weekday] = (squares[weekday] as number) + weight * unit * unit;
      products[weekday] = (products[weekday] as number) + weight * unit * share;
    }
    weight *= decay;
    weekday = weekday === 0 ? 6 : weekday - 1;
  }
  let [total, expectedDays] = [0, 0];
  for (let k = 0; k < 7; k++) {
    total += sold[k] as number;
    expectedDays += (days[k] as number) * (prior[k] ?? 1);
  }
  if (!(total > 0) || !(expectedDays > 0)) return [...prior];
  const level = total / expectedDays;
  let scatter = 0;
  for (let k = 0; k < 7; k++) {
    const mean = level * (prior[k] ?? 1);
    scatter +=
      (squares[k] as number) - 2 * mean * (products[k] as number) + mean * mean * (shareSquares[k] as number);
  }
  const priorUnits = (priorSales * Math.max(1, scatter / total)) / 7;
  const factors = Array.from(
    { length: 7 },
    (_, k) =>
      ((sold[k] as number) + priorUnits * (prior[k] ?? 1)) / ((days[k] as number) * level + priorUnits),
  );
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / 7;
  return mean > 0 ? factors.map((factor) => factor / mean) : [...prior];
}

const make = () => new Float64Array(7);
