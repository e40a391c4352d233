import type { useTranslations } from "next-intl";
import type { Format } from "@/components/format";
import type { StockState } from "@/components/state-chip/state";
import type { GaugeInput, GaugeShape } from "./geometry";

interface SentenceInput {
  input: GaugeInput;
  shape: GaugeShape;
  state: StockState;
  stale: boolean;
  /** Age of the last reading in words, for a stock that nobody knows. */
  lastReadAgo: string | null;
  t: ReturnType<typeof useTranslations<"gauge">>;
  stateWord: string;
  format: Format;
}

function coverPart({ input, shape, stateWord, lastReadAgo, t, format }: SentenceInput): string {
  if (shape.kind === "unknown")
    return lastReadAgo ? t("unknownLastRead", { ago: lastReadAgo }) : t("unknownNeverRead");
  const units = input.availableUnits ?? 0;
  if (shape.kind === "noDemand") return t("noDemand", { count: units, figure: format.number(units) });
  const days = shape.coverDays ?? 0;
  const cover =
    days > 365
      ? t("over365", { state: stateWord })
      : t("cover", { days: format.days(days), state: stateWord });
  return units < 0 ? t("owed", { cover, count: -units, figure: format.number(-units) }) : cover;
}

function bandPart({ input, shape, t, format }: SentenceInput): string {
  if (!shape.band) return "";
  if ("only" in shape.band) return t("bandReversed");
  return t("normal", { from: format.days(shape.safetyDays), to: format.number(input.excessLimitDays) });
}

function arrivalsPart({ input, t, format }: SentenceInput): string {
  const first = input.arrivals
    .filter((arrival) => arrival.quantity > 0)
    .toSorted((a, b) => a.days - b.days)[0];
  if (!first) return "";
  const further = input.arrivals.length - 1;
  const values = {
    count: first.quantity,
    figure: format.number(first.quantity),
    days: format.number(Math.abs(Math.round(first.days))),
  };
  const head = t(first.days < 0 ? "arrivalOverdue" : first.confirmed ? "arrival" : "arrivalPlanned", values);
  return further > 0 ? t("arrivalAndMore", { arrival: head, count: further }) : head;
}

/** Everything that the drawing shows, in sentences. */
export function gaugeSentence(parts: SentenceInput): string {
  const { shape, t, format, stale } = parts;
  const gap = shape.gap ? t("gap", { days: format.days(shape.gap.days) }) : "";
  const after =
    shape.withIncoming && !shape.gap
      ? t("withIncoming", { days: format.days(Math.min(shape.withIncoming.days, 365)) })
      : "";
  return t("sentence", {
    cover: coverPart(parts),
    normal: bandPart(parts),
    arrivals: arrivalsPart(parts),
    gap: gap || after,
    stale: stale ? t("stale") : "",
  }).trim();
}
