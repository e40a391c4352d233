import { useTranslations } from "next-intl";
import { StateShape } from "@/components/state-chip/state-shape";

/** A figure that nobody knows: never 0, never a dash. `label`: what is unknown, in place of the bare word. */
export function Unknown({ reason, label }: { reason?: string; label?: string }) {
  const t = useTranslations("common");
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-unknown-ink" title={reason}>
      <StateShape state="unknown" size={14} />
      {label ?? t("unknown")}
      {reason ? <span className="sr-only">: {reason}</span> : null}
    </span>
  );
}

/** An amount that nobody knows because the source has not told the price yet. */
export function PriceUnknown() {
  return <Unknown label={useTranslations("common")("priceUnknown")} />;
}

/** A figure that does not exist for this row: blank on the screen, said to a screen reader. */
export function NotApplicable() {
  const t = useTranslations("common");
  return <span className="sr-only">{t("notApplicable")}</span>;
}

/** Grey block for a figure under way; appears after 300 ms, so that quick answers do not flicker. */
export function LoadingBlock({ width = 64 }: { width?: number }) {
  return (
    <span aria-hidden="true" className="skeleton-block inline-block h-3 align-middle" style={{ width }} />
  );
}
