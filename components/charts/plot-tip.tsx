import { useTranslations } from "next-intl";
import type { PlotBand, PlotLine, PlotRow } from "./plot-rows";

interface TipEntry {
  label: string;
  color: string;
  opacity?: number;
  /** Null: unknown. */
  value: string | null;
}

/** Every series and band that has something at this moment; null stands for a moment that nobody knows. */
export function tipEntries(
  row: PlotRow | undefined,
  {
    lines,
    bands,
    full,
  }: { lines: PlotLine[]; bands: PlotBand[]; full: (value: number | null) => string | null },
): TipEntry[] {
  const ofLines = lines.flatMap(({ key, label, color }) => {
    const value = row?.[key] ?? row?.[`${key}~`];
    if (value === undefined) return [];
    return [{ label, color, value: typeof value === "number" ? full(value) : null }];
  });
  const ofBands = bands.flatMap(({ key, label, color, opacity }) => {
    const value = row?.[key];
    if (!Array.isArray(value)) return [];
    return [{ label, color, opacity, value: `${full(value[0])} – ${full(value[1])}` }];
  });
  return [...ofLines, ...ofBands.reverse()];
}

/** What a drawing says of one moment. */
export function PlotTip({ when, entries, extra }: { when: string; entries: TipEntry[]; extra: string[] }) {
  const t = useTranslations("common");
  return (
    <div className="layer max-w-60 px-2.5 py-1.5 text-caption">
      <p className="font-medium">{when}</p>
      {entries.map((entry) => (
        <p key={entry.label} className="flex items-center gap-2">
          <span
            aria-hidden="true"
            className={`w-3 shrink-0 ${entry.opacity === undefined ? "h-0.5" : "h-2"}`}
            style={{ background: entry.color, opacity: entry.opacity }}
          />
          <span className="grow">{entry.label}</span>
          <span className="font-medium">{entry.value ?? t("unknown")}</span>
        </p>
      ))}
      {extra.map((text) => (
        <p key={text} className="text-out-ink">
          {text}
        </p>
      ))}
    </div>
  );
}
