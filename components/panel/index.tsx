import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age } from "@/components/age";
import { ButtonLink } from "@/components/button/button-link";
import { Freshness } from "@/components/freshness";

export interface PanelProps {
  title?: ReactNode;
  subtitle?: ReactNode;
  /** When the figures inside were read; undefined prints nothing, null prints "never read". */
  asOf?: string | null;
  actions?: ReactNode;
  /** Room around the content. Default true; false for a table that fills the card. */
  padded?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
}

/** A card with its head. */
export function Panel({
  title,
  subtitle,
  asOf,
  actions,
  padded = true,
  id,
  className = "",
  children,
}: PanelProps) {
  const headed = title || actions || asOf !== undefined;
  return (
    <section id={id} className={`card flex min-w-0 scroll-mt-15 flex-col gap-0 p-0 ${className}`}>
      {headed ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-2">
          <div className="min-w-0">
            {title ? <h2 className="text-card font-semibold">{title}</h2> : null}
            {subtitle ? <p className="text-caption text-muted">{subtitle}</p> : null}
          </div>
          <div className="ml-auto flex items-center gap-3">
            {asOf === undefined ? null : <Freshness asOf={asOf} />}
            {actions}
          </div>
        </div>
      ) : null}
      <div className={padded ? `px-4 pb-4 ${headed ? "" : "pt-4"}` : ""}>{children}</div>
    </section>
  );
}

export interface PanelFailedProps {
  title?: ReactNode;
  /** What happened, what it means, what to do. */
  sentence: string;
  /** Last good value. */
  lastGood?: ReactNode;
  lastGoodAt?: string | null;
  retryHref?: string;
  logId?: string;
}

/** One panel's failure stays that panel's. */
export function PanelFailed({ title, sentence, lastGood, lastGoodAt, retryHref, logId }: PanelFailedProps) {
  const t = useTranslations("errors");
  return (
    <Panel title={title}>
      <div role="status" className="flex flex-col items-start gap-2">
        <p className="max-w-prose">{sentence}</p>
        {lastGood ? (
          <p className="text-muted">
            {t("lastGood")} {lastGood} {lastGoodAt ? <Age from={lastGoodAt} /> : null}
          </p>
        ) : null}
        {retryHref ? <ButtonLink href={retryHref}>{t("retry")}</ButtonLink> : null}
        {logId ? <p className="text-caption text-muted">{t("logId", { id: logId })}</p> : null}
      </div>
    </Panel>
  );
}
