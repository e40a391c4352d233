import { SIMULATED_DAYS } from "./catalogue";
import { currencies } from "./channels";
import { randomStream } from "./random";
import { DAY_MS } from "./types";

/** What one unit of a currency bought in US dollars on a day. */
export interface Rates {
  rows: { currency: string; day: string; toBase: number }[];
  /** Minor units of a currency in US cents, at the rate of a moment's UTC day; rounded once. */
  toBaseMinor: (minor: number, currency: string, moment: number) => number;
}

/** A slow walk around each currency's usual rate, for every simulated day and a month before. */
export function makeRates(seed: string, firstDayMs: number): Rates {
  const rows: Rates["rows"] = [];
  const byKey = new Map<string, number>();
  for (const [currency, usual] of Object.entries(currencies)) {
    const random = randomStream(seed, `rate/${currency}`);
    let away = 0;
    for (let day = -30; day < SIMULATED_DAYS; day++) {
      away = away * 0.985 + random.normal() * 0.0035;
      const toBase = currency === "USD" ? 1 : Math.round(usual * Math.exp(away) * 1e6) / 1e6;
      const name = new Date(firstDayMs + day * DAY_MS).toISOString().slice(0, 10);
      rows.push({ currency, day: name, toBase });
      byKey.set(`${currency}/${Math.floor(firstDayMs / DAY_MS) + day}`, toBase);
    }
  }
  return {
    rows,
    toBaseMinor: (minor, currency, moment) => {
      const rate = byKey.get(`${currency}/${Math.floor(moment / DAY_MS)}`);
      if (rate === undefined)
        throw new RangeError(`no rate for ${currency} on ${new Date(moment).toISOString()}`);
      return Math.round(minor * rate);
    },
  };
}
