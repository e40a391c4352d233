import { channels } from "./channels";
import type { SimulatedCompany } from "./simulate";
import { shelfKey } from "./types";

export interface Span {
  from: number;
  until: number;
}

/** Spans in which a SKU could be bought from none of a channel's locations, oldest first; `until` is now while one lasts. */
export function unbuyableSpans(company: SimulatedCompany): (sku: number, channel: number) => Span[] {
  const now = company.now.getTime();
  const byShelf = new Map<number, Span[]>();
  for (const { sku, location, from, until } of company.outages) {
    const spans = byShelf.get(shelfKey(sku, location)) ?? [];
    spans.push({ from, until: until ?? now });
    byShelf.set(shelfKey(sku, location), spans);
  }
  const shelfSpans = (sku: number, location: number): Span[] => {
    const since = company.knownSince.get(shelfKey(sku, location));
    if (since === undefined) return [{ from: company.firstDayMs, until: now }];
    const before = since > company.firstDayMs ? [{ from: company.firstDayMs, until: since }] : [];
    return [...before, ...(byShelf.get(shelfKey(sku, location)) ?? [])];
  };
  return (sku, channel) =>
    (channels[channel]?.locations ?? [])
      .map((location) => shelfSpans(sku, location))
      .reduce((common, spans) =>
        common.flatMap((a) =>
          spans
            .map((b) => ({ from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) }))
            .filter((span) => span.from < span.until),
        ),
      );
}

/** Milliseconds of a window that lie inside spans. */
export const overlapMs = (spans: readonly Span[], from: number, until: number): number =>
  spans.reduce((sum, span) => sum + Math.max(0, Math.min(until, span.until) - Math.max(from, span.from)), 0);
